package org.gflownet.job.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.gflownet.config.EnvConfig;
import org.gflownet.math.Median;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.report.MoleculeTable;
import org.gflownet.run.report.PublishedMolecules;
import org.gflownet.run.report.VisitedCurve;
import org.gflownet.spark.RunDirectory;

/** The methods of a comparison that builds molecules, side by side at equal cost. */
final class MethodTable {
  private MethodTable() {}

  /**
   * Medians over seeds of each method of a comparison, at the largest number of reward calls that
   * every run has made; of distinct molecules, where an evaluation did not count the calls. Nothing
   * where there are no molecules, or no evaluated tables of them.
   */
  static Optional<MoleculeTable> of(Measurements measurements, RunDirectory runs) {
    List<MoleculeTable.Evaluated> evaluated = new ArrayList<>();
    for (Measurements.Run run : measurements.runs()) {
      if (run.outcome().status().isFinished()
          && run.plan().config().env().kind() == EnvConfig.Kind.MOLECULE) {
        new EvaluationFiles(runs.child(run.plan().name()))
            .read()
            .flatMap(PlainJson::read)
            .flatMap(VisitedCurve::of)
            .map(
                curve ->
                    new MoleculeTable.Evaluated(
                        run.plan().label(), PublishedMolecules.areOf(run.plan().config()), curve))
            .ifPresent(evaluated::add);
      }
    }
    if (evaluated.isEmpty()) {
      return Optional.empty();
    }
    boolean counted = evaluated.stream().allMatch(run -> run.curve().calls().isPresent());
    ToLongFunction<VisitedCurve> cost =
        counted ? curve -> curve.calls().orElseThrow() : VisitedCurve::unique;
    long most = evaluated.stream().mapToLong(run -> cost.applyAsLong(run.curve())).min().orElse(0);
    Map<String, List<VisitedCurve>> byMethod = new LinkedHashMap<>();
    evaluated.forEach(
        run -> byMethod.computeIfAbsent(run.name(), name -> new ArrayList<>()).add(run.curve()));
    List<Map<String, Object>> rows = new ArrayList<>();
    byMethod.forEach(
        (method, curves) ->
            rows.add(
                median(
                    method,
                    curves,
                    curve -> counted ? curve.atCalls(most) : curve.atUnique(most))));
    String title =
        String.format(
            Locale.ROOT, "At %,d %s", most, counted ? VisitedCurve.CALLS : VisitedCurve.UNIQUE);
    return Optional.of(MoleculeTable.of(title, "median over seeds; ", rows, evaluated));
  }

  private static Map<String, Object> median(
      String method,
      List<VisitedCurve> curves,
      Function<VisitedCurve, Map<String, Double>> figures) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (VisitedCurve curve : curves) {
      figures.apply(curve).forEach((name, value) -> add(values, name, value));
      curve.similarity().ifPresent(value -> add(values, VisitedCurve.SIMILARITY, value));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(VisitedCurve.METHOD, method);
    values.forEach(
        (name, list) ->
            row.put(
                name,
                Median.ofSorted(
                    list.stream().mapToDouble(Double::doubleValue).sorted().toArray())));
    return row;
  }

  private static void add(Map<String, List<Double>> values, String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }
}
