package org.gflownet.job.compare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Median;
import org.gflownet.run.CsvLines;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Setup;

/**
 * Methods, or cells of a grid, in the order of the median over seeds of a figure at the end of the
 * runs; for each R0 by itself. Those without the figure come last.
 *
 * @param figure its name in metrics.jsonl
 * @param entries of all values of R0, the best of each first
 */
public record Ranking(String figure, List<Entry> entries) {
  public static final String CSV = "ranking.csv";
  private static final Set<String> LESS_IS_BETTER =
      Set.of(
          "l1.mean",
          "l1.sum",
          "loss",
          "seconds",
          "eubo",
          "visited.invalid",
          "log_z_error",
          "reward_calls",
          "reward_evaluations",
          "reward_failures");

  /**
   * One line.
   *
   * @param r0 of the runs; NaN for other problems
   * @param place from 1
   * @param label method and settings
   * @param spread of the figure over seeds
   * @param failed number of failed runs
   */
  record Entry(double r0, int place, String label, @JsonUnwrapped Spread spread, int failed) {}

  /**
   * A figure over seeds.
   *
   * @param median NaN if no run has the figure
   * @param low smallest
   * @param high largest
   * @param runs number of runs with the figure
   */
  record Spread(double median, double low, double high, int runs) {
    static Spread of(double[] sorted) {
      boolean none = sorted.length == 0;
      return new Spread(
          Median.ofSorted(sorted),
          none ? Double.NaN : sorted[0],
          none ? Double.NaN : sorted[sorted.length - 1],
          sorted.length);
    }
  }

  /** The figure that a problem is ranked by where the user does not say. */
  static String usualFigure(GflownetConfig config) {
    if (config.env().kind() == EnvConfig.Kind.MOLECULE) {
      return config.visited().enabled() ? "visited.top100" : "reward.mean";
    }
    return Setup.of(config).problem().numIndices().orElse(Long.MAX_VALUE)
            <= config.eval().exactMaxStates()
        ? "exact.tv"
        : "l1.sum";
  }

  /**
   * Ranks.
   *
   * @throws UserException if no report has the figure
   */
  public static Ranking of(Measurements measurements, String figure) {
    requireKnown(measurements, figure);
    List<Entry> entries = new ArrayList<>();
    SeedCurves.groups(measurements)
        .forEach((r0, labels) -> entries.addAll(ranked(r0, labels, figure)));
    return new Ranking(figure, entries);
  }

  private static void requireKnown(Measurements measurements, String figure) {
    Set<String> known = new TreeSet<>();
    for (Measurements.Run run : measurements.runs()) {
      run.reports().forEach(report -> known.addAll(report.keySet()));
    }
    if (!known.isEmpty() && !known.contains(figure)) {
      throw new UserException(
          "no run reports " + figure + "; rank by one of " + String.join(", ", known));
    }
  }

  private static List<Entry> ranked(
      double r0, Map<String, List<Measurements.Run>> labels, String figure) {
    List<Entry> unordered = new ArrayList<>();
    labels.forEach(
        (label, runs) -> {
          double[] values =
              runs.stream()
                  // Where a failed run stopped is no result of its method.
                  .filter(run -> run.outcome().status() != RunOutcome.Status.FAILED)
                  .mapToDouble(run -> run.last(figure))
                  .filter(value -> !Double.isNaN(value))
                  .sorted()
                  .toArray();
          int failed =
              (int)
                  runs.stream()
                      .filter(run -> run.outcome().status() == RunOutcome.Status.FAILED)
                      .count();
          unordered.add(new Entry(r0, 0, label, Spread.of(values), failed));
        });
    Comparator<Entry> order = Comparator.comparingDouble(entry -> entry.spread().median());
    order = lessIsBetter(figure) ? order : order.reversed();
    unordered.sort(
        Comparator.comparing((Entry entry) -> Double.isNaN(entry.spread().median()))
            .thenComparing(order));
    List<Entry> entries = new ArrayList<>();
    for (Entry e : unordered) {
      entries.add(new Entry(r0, entries.size() + 1, e.label(), e.spread(), e.failed()));
    }
    return entries;
  }

  /** Whether smaller values of a figure are better: distances and errors, losses and times. */
  static boolean lessIsBetter(String figure) {
    return LESS_IS_BETTER.contains(figure)
        || (figure.startsWith("exact.") && !figure.contains("correlation"))
        || figure.endsWith("_error");
  }

  /** The table for a terminal. */
  String text() {
    StringBuilder text = new StringBuilder();
    boolean floors = entries.stream().anyMatch(entry -> !Double.isNaN(entry.r0()));
    int width = entries.stream().mapToInt(entry -> entry.label().length()).max().orElse(0);
    text.append(
        String.format(
            Locale.ROOT,
            "%s%5s  %-" + Math.max(6, width) + "s  %12s  %25s  %4s  %6s%n",
            floors ? String.format(Locale.ROOT, "%8s ", "r0") : "",
            "place",
            "method",
            figure,
            "range over seeds",
            "runs",
            "failed"));
    for (Entry e : entries) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s%5d  %-" + Math.max(6, width) + "s  %12s  %25s  %4d  %6d%n",
              floors ? String.format(Locale.ROOT, "%8s ", number(e.r0())) : "",
              e.place(),
              e.label(),
              number(e.spread().median()),
              Double.isNaN(e.spread().low())
                  ? ""
                  : number(e.spread().low()) + " to " + number(e.spread().high()),
              e.spread().runs(),
              e.failed()));
    }
    return text.toString();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5g", value);
  }

  /** The table as CSV, numbers in full. */
  public String csv() {
    CsvLines lines = new CsvLines();
    lines.add(
        List.of("r0", "place", "method", "figure", "median", "low", "high", "runs", "failed"));
    for (Entry e : entries) {
      lines.add(
          Arrays.asList(
              e.r0(),
              e.place(),
              e.label(),
              figure,
              e.spread().median(),
              e.spread().low(),
              e.spread().high(),
              e.spread().runs(),
              e.failed()));
    }
    return lines.toString();
  }
}
