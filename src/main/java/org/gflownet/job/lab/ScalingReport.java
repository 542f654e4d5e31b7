package org.gflownet.job.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.gflownet.math.Median;
import org.gflownet.run.PlainJson;
import org.gflownet.scaling.Constant;
import org.gflownet.scaling.CostFit;
import org.gflownet.scaling.DriverFit;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.Measurement;
import org.gflownet.scaling.Phases;
import org.gflownet.scaling.ScalingStudy;
import org.gflownet.scaling.SimulatedRun;
import org.gflownet.scaling.StepCostModel;
import org.gflownet.scaling.SyncMode;

/** What {@code scaling} prints and writes: tables in Markdown, CSV and JSON. */
final class ScalingReport {
  private final int measuredExecutors;

  /**
   * Of simulations.
   *
   * @param measuredExecutors of the largest cluster that the constants were measured on
   */
  ScalingReport(int measuredExecutors) {
    this.measuredExecutors = measuredExecutors;
  }

  private boolean isComputed(ScalingStudy.Row row) {
    return row.executors() > measuredExecutors;
  }

  /** One line per cluster; the phases are shares of a job's time. */
  String table(List<ScalingStudy.Row> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            | executors | mode | batch | slices | tasks | s/step | transitions/s | efficiency \
            | broadcast | schedule | rollout | gather+merge | update | driver busy | cluster size |
            |---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
            """);
    for (ScalingStudy.Row row : rows) {
      SimulatedRun run = row.run();
      Phases phases = run.phases();
      double total = phases.total();
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %d | %d | %d | %.5f | %,.0f | %s | %s | %s | %s | %s | %s | %s | %s |%n",
              row.executors(),
              row.mode(),
              row.batch(),
              row.slices(),
              row.tasks(),
              run.secondsPerStep(),
              run.transitionsPerSecond(),
              percent(run.efficiency()),
              percent(phases.broadcast() / total),
              percent(phases.schedule() / total),
              percent(phases.rollout() / total),
              percent(phases.gather() / total),
              percent(phases.update() / total),
              percent(run.driverShare()),
              isComputed(row) ? "computed" : "as measured"));
    }
    return text.append('\n').toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** Where a mode falls below half of what its cores could do, and what to do. */
  static String saturation(SyncMode mode, Optional<ScalingStudy.Row> first) {
    return first
        .map(
            row ->
                mode
                    + ": below 50% from "
                    + row.executors()
                    + " executors on; "
                    + ScalingStudy.advice(row))
        .orElse(mode + ": at least 50% on every cluster shown");
  }

  /** The fitted constants, then each run beside what the model says of it. */
  static String fit(CostFit.Result result, List<Measurement> runs) {
    StringBuilder text = constants(result.model(), result.fitted());
    text.append(
        """

        | executors | cores | slices | batch | sync | measured s/step | model s/step | error |
        |---:|---:|---:|---:|---|---:|---:|---:|
        """);
    for (Measurement run : runs) {
      double model = run.predictedSeconds(result.model());
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | %d | %d | %s | %.5f | %.5f | %+.1f%% |%n",
              run.cluster().executors(),
              run.cluster().coresPerExecutor(),
              run.workload().slices(),
              run.workload().batch(),
              run.mode(),
              run.secondsPerStep(),
              model,
              100 * (model / run.secondsPerStep() - 1)));
    }
    return text.toString();
  }

  private static StringBuilder constants(StepCostModel model, Set<Constant> fitted) {
    StringBuilder text =
        new StringBuilder("| constant | value | unit | fitted | what |\n|---|---:|---|---|---|\n");
    for (Constant constant : Constant.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.4g | %s | %s | %s |%n",
              constant.key(),
              model.value(constant),
              constant.unit(),
              fitted.contains(constant) ? "yes" : "no: kept",
              constant.meaning()));
    }
    return text;
  }

  /** The constants that the probe of the driver tells, then each cell beside what they say. */
  static String driver(DriverFit.Result result, List<DriverRun> runs) {
    StringBuilder text = constants(result.model(), result.fitted());
    text.append(
        """

        | executors | tasks | floats | gather | work ms | measured CPU ms/step | model CPU ms/step \
        | error | |
        |---:|---:|---:|---|---:|---:|---:|---:|---|
        """);
    for (DriverRun run : runs) {
      double model = 1000 * DriverFit.predictedSeconds(result.model(), run);
      boolean isModelled = DriverFit.isModelled(run);
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | %d | %s | %.0f | %.2f | %s | %s | %s |%n",
              run.executors(),
              run.tasks(),
              run.floats(),
              run.gather(),
              run.workMs(),
              run.cpuMs(),
              isModelled ? String.format(Locale.ROOT, "%.2f", model) : "",
              isModelled
                  ? String.format(Locale.ROOT, "%+.1f%%", 100 * (model / run.cpuMs() - 1))
                  : "",
              isModelled ? DriverFit.isFitted(run) ? "fitted" : "predicted" : "measured alone"));
    }
    double[] errors =
        DriverFit.errors(result.model(), runs).stream().mapToDouble(Math::abs).sorted().toArray();
    if (errors.length > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nOf more than %d executors, which were not fitted: off by %.1f%% in the median of"
                  + " %d cells, by %.1f%% at most.%n",
              DriverFit.LARGEST_FITTED,
              100 * Median.ofSorted(errors),
              errors.length,
              100 * errors[errors.length - 1]));
    }
    return text.toString();
  }

  /** All figures, in full. */
  String csv(List<ScalingStudy.Row> rows) {
    StringBuilder text =
        new StringBuilder(String.join(",", figures(rows.get(0)).keySet())).append('\n');
    for (ScalingStudy.Row row : rows) {
      StringJoiner line = new StringJoiner(",", "", "\n");
      figures(row).values().forEach(value -> line.add(value.toString()));
      text.append(line);
    }
    return text.toString();
  }

  /** All figures, in full. */
  String json(List<ScalingStudy.Row> rows) {
    return PlainJson.pretty(rows.stream().map(this::figures).toList());
  }

  private Map<String, Object> figures(ScalingStudy.Row row) {
    SimulatedRun run = row.run();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("executors", row.executors());
    figures.put("mode", row.mode().toString());
    figures.put("batch", row.batch());
    figures.put("slices", row.slices());
    figures.put("tasks", row.tasks());
    figures.put("seconds_per_step", run.secondsPerStep());
    figures.put("transitions_per_second", run.transitionsPerSecond());
    figures.put("efficiency", run.efficiency());
    figures.put("broadcast_seconds", run.phases().broadcast());
    figures.put("schedule_seconds", run.phases().schedule());
    figures.put("rollout_seconds", run.phases().rollout());
    figures.put("gather_seconds", run.phases().gather());
    figures.put("update_seconds", run.phases().update());
    figures.put("driver_share", run.driverShare());
    figures.put("lost_slices", run.lostSlices());
    figures.put("computed", isComputed(row));
    return figures;
  }
}
