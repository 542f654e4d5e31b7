package org.gflownet.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.gflownet.config.EnvConfig;
import org.gflownet.spark.RunDirectory;

/**
 * Runs that build molecules, at equal numbers of molecules, beside what the paper reports: a table
 * of the page.
 *
 * @param title what the table is about
 * @param note what its figures mean
 * @param rows a row per method, or per run and number of molecules; figures by column
 * @param paper rows of the paper, for its reward alone
 */
record MoleculeTable(
    String title, String note, List<Map<String, Object>> rows, List<Map<String, Object>> paper) {
  private static final List<Long> ROUND_NUMBERS =
      List.of(10_000L, 50_000L, 100_000L, 500_000L, 1_000_000L, 10_000_000L);

  /** A run and its evaluated molecules. */
  record Evaluated(String name, boolean published, VisitedCurve curve) {}

  /**
   * Medians over seeds of each method of a comparison, at the largest number of reward calls that
   * every run has made; of distinct molecules, where an evaluation did not count the calls. Nothing
   * where there are no molecules, or no evaluated tables of them.
   */
  static Optional<MoleculeTable> ofMethods(Measurements measurements, RunDirectory runs) {
    List<Evaluated> evaluated = new ArrayList<>();
    for (Measurements.Run run : measurements.runs()) {
      if (run.outcome().status().isFinished()
          && run.plan().config().env().kind() == EnvConfig.Kind.MOLECULE) {
        new EvaluationFiles(runs.child(run.plan().name()))
            .read()
            .flatMap(PlainJson::read)
            .flatMap(VisitedCurve::of)
            .map(
                curve ->
                    new Evaluated(
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
    return Optional.of(of(title, "median over seeds; ", rows, evaluated));
  }

  /**
   * Every run at round numbers of visited molecules and at the end of each run, those that came so
   * far; nothing where no run has evaluated molecules.
   *
   * @param evaluated in the order of the page
   */
  static Optional<MoleculeTable> ofRuns(List<Evaluated> evaluated) {
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

  private static MoleculeTable of(
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
                Ranking.median(list.stream().mapToDouble(Double::doubleValue).sorted().toArray())));
    return row;
  }

  private static void add(Map<String, List<Double>> values, String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }
}
