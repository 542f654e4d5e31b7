package org.gflownet.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gflownet.train.Cadence;
import org.gflownet.train.StepReport;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/**
 * Evaluates the policy again and again and at the last step, with averaged parameters where the run
 * keeps them, and hands on a flat map of metrics.
 *
 * <p>{@code loss} and {@code mean_length} are means over the steps since the last report; {@code
 * transitions} and {@code seconds} are cumulative.
 */
public final class MetricsListener implements TrainingListener {
  private static final String INTERVAL = "metrics-interval";
  private static final String BEST = "metrics-best";

  private final Function<float[], Map<String, Double>> evaluation;
  private final List<VisitedSummary> visited;
  private final Cadence cadence;
  private final Consumer<Map<String, Object>> sink;
  private Interval interval = Interval.EMPTY;
  private double bestScore = Double.POSITIVE_INFINITY;
  private long bestStep = -1;

  /** Sums since the last report. */
  private record Interval(
      long steps, double loss, long trajectories, long transitions, double seconds) {
    static final Interval EMPTY = new Interval(0, 0.0, 0, 0, 0.0);

    Interval plus(StepReport report) {
      return new Interval(
          steps + report.numSteps(),
          loss + report.loss() * report.numSteps(),
          trajectories + report.numTrajectories(),
          transitions + report.numTransitions(),
          seconds + report.seconds());
    }
  }

  /**
   * A listener.
   *
   * @param evaluation figures of the policy with some parameters; none where there is no policy
   * @param visited figures about what training visits, reported in this order
   * @param cadence of the reports
   * @param sink receives the figures by name
   */
  public MetricsListener(
      Function<float[], Map<String, Double>> evaluation,
      List<VisitedSummary> visited,
      Cadence cadence,
      Consumer<Map<String, Object>> sink) {
    this.evaluation = evaluation;
    this.visited = List.copyOf(visited);
    this.cadence = cadence;
    this.sink = sink;
  }

  @Override
  public void count(TrainingState state, StepReport report) {
    visited.forEach(v -> v.add(report));
    interval = interval.plus(report);
  }

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    if (last || cadence.isDue(state, report)) {
      Map<String, Double> figures = evaluation.apply(state.policyParameters());
      judge(figures, state.step());
      sink.accept(assemble(state, figures));
      interval = Interval.EMPTY;
    }
  }

  private Map<String, Object> assemble(TrainingState state, Map<String, Double> figures) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("step", state.step());
    all.put("trajectories", state.counters().trajectories());
    all.put("visited", state.counters().trajectories());
    all.put("transitions", state.counters().transitions());
    all.put("seconds", state.counters().seconds());
    all.put("loss", interval.loss() / interval.steps());
    if (figures.containsKey("log_z")) {
      all.put("log_z", figures.get("log_z"));
    }
    all.put("mean_length", (double) interval.transitions() / interval.trajectories());
    all.put("transitions_per_s", interval.transitions() / interval.seconds());
    figures.forEach(all::putIfAbsent);
    visited.forEach(v -> v.report(all));
    return all;
  }

  /** Lower is better: exact total variation, or minus the lower bound of log Z; else no best. */
  private void judge(Map<String, Double> figures, long step) {
    double score =
        figures.containsKey("exact.tv")
            ? figures.get("exact.tv")
            : -figures.getOrDefault("elbo", Double.NaN);
    if (score < bestScore) {
      bestScore = score;
      bestStep = step;
    }
  }

  /** The step whose evaluation was the best so far, if one could be judged. */
  public OptionalLong bestStep() {
    return bestStep < 0 ? OptionalLong.empty() : OptionalLong.of(bestStep);
  }

  @Override
  public void save(Map<String, long[]> sections) {
    visited.forEach(v -> v.save(sections));
    sections.put(
        INTERVAL,
        new long[] {
          interval.steps(),
          Double.doubleToRawLongBits(interval.loss()),
          interval.trajectories(),
          interval.transitions(),
          Double.doubleToRawLongBits(interval.seconds())
        });
    sections.put(BEST, new long[] {Double.doubleToRawLongBits(bestScore), bestStep});
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    visited.forEach(v -> v.restore(sections));
    long[] sums = sections.get(INTERVAL);
    long[] best = sections.get(BEST);
    if (sums == null || sums.length != 5 || best == null || best.length != 2) {
      throw new IllegalArgumentException("the checkpoint lacks the state of the metrics");
    }
    interval =
        new Interval(
            sums[0],
            Double.longBitsToDouble(sums[1]),
            sums[2],
            sums[3],
            Double.longBitsToDouble(sums[4]));
    bestScore = Double.longBitsToDouble(best[0]);
    bestStep = best[1];
  }
}
