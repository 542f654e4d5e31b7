package org.gflownet.run.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs that build molecules, at equal numbers of molecules, beside what the paper reports: a table
 * of the page.
 *
 * @param title what the table is about
 * @param note what its figures mean
 * @param rows a row per method, or per run and number of molecules; figures by column
 * @param paper rows of the paper, for its reward alone
 */
public record MoleculeTable(
    String title, String note, List<Map<String, Object>> rows, List<Map<String, Object>> paper) {
  private static final List<Long> ROUND_NUMBERS =
      List.of(10_000L, 50_000L, 100_000L, 500_000L, 1_000_000L, 10_000_000L);

  /** A run and its evaluated molecules. */
  public record Evaluated(String name, boolean published, VisitedCurve curve) {}

  /**
   * Every run at round numbers of visited molecules and at the end of each run, those that came so
   * far; nothing where no run has evaluated molecules.
   *
   * @param evaluated in the order of the page
   */
  public static Optional<MoleculeTable> ofRuns(List<Evaluated> evaluated) {
    if (evaluated.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<Long> milestones = new TreeSet<>(ROUND_NUMBERS);
    evaluated.forEach(run -> milestones.add(run.curve().visits()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (long visits : milestones) {
      for (Evaluated run : evaluated) {
        if (run.curve().visits() >= visits) {
          run.curve().atVisits(visits).ifPresent(figures -> rows.add(row(run, figures)));
        }
      }
    }
    return Optional.of(
        of(
            "At equal numbers of molecules",
            "at the last point of the curve before round numbers of molecules, and at the end; ",
            rows.stream().distinct().toList(),
            evaluated));
  }

  /**
   * A table of some rows about runs.
   *
   * @param evaluated the runs, at least one
   */
  public static MoleculeTable of(
      String title, String note, List<Map<String, Object>> rows, List<Evaluated> evaluated) {
    boolean published = evaluated.stream().anyMatch(Evaluated::published);
    return new MoleculeTable(
        title,
        note
            + "tops are mean "
            + evaluated.get(0).curve().score()
            + " of the best distinct molecules"
            + (published ? "; rows of the paper at its own numbers of distinct molecules" : ""),
        rows,
        published ? PublishedMolecules.rows() : List.of());
  }

  private static Map<String, Object> row(Evaluated run, Map<String, Double> figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(VisitedCurve.METHOD, run.name());
    row.putAll(figures);
    Double visits = figures.get(VisitedCurve.VISITS);
    if (visits != null && visits == run.curve().visits()) {
      run.curve().similarity().ifPresent(value -> row.put(VisitedCurve.SIMILARITY, value));
    }
    return row;
  }
}
