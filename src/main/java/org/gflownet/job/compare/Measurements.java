package org.gflownet.job.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.eval.TableSchema;
import org.gflownet.run.CsvLines;
import org.gflownet.run.PlainJson;
import org.gflownet.run.folder.MetricsLog;
import org.gflownet.spark.ParquetTableFile;
import org.gflownet.spark.RunDirectory;

/**
 * The table of a comparison: a row for each report of each run, and one for a run without reports.
 *
 * <p>Columns: {@code method, seed, r0, visited, seconds, l1_mean, l1_sum, modes_regions, exact_tv},
 * then further figures, the settings of the grid, and the run with its status and reason. A cell
 * without a value is empty.
 *
 * @param figures columns of figures behind {@code seconds}: names in metrics.jsonl
 * @param keys of the grid
 * @param runs with their reports, in the order of the plan
 */
public record Measurements(List<String> figures, List<String> keys, List<Run> runs) {
  static final String CSV = "measurements.csv";
  static final String PARQUET = "measurements.parquet";
  private static final List<String> STANDARD =
      List.of(
          "visited",
          "seconds",
          "l1.mean",
          "l1.sum",
          "modes.regions",
          "exact.tv",
          "modes.cells",
          "step",
          "transitions",
          "reward_calls",
          "loss",
          "visited.unique",
          "visited.top10",
          "visited.top100",
          "visited.top1000");
  private static final Set<String> WHOLE =
      Set.of(
          "visited",
          "modes.regions",
          "modes.cells",
          "step",
          "transitions",
          "reward_calls",
          "visited.unique");

  /**
   * A run and what it reported.
   *
   * @param plan what it was to be
   * @param outcome how it ended
   * @param reports figures by name, in the order of steps
   */
  record Run(PlannedRun plan, RunOutcome outcome, List<Map<String, Double>> reports) {
    /** A figure of the last report; NaN where there is none. */
    double last(String figure) {
      return reports.isEmpty()
          ? Double.NaN
          : reports.get(reports.size() - 1).getOrDefault(figure, Double.NaN);
    }
  }

  /**
   * Reads the reports of all runs.
   *
   * @param runs of the plan
   * @param outcomes of the runs, in their order
   * @param root of the run folders
   * @param more figures that the user wants
   */
  public static Measurements read(
      List<PlannedRun> runs, List<RunOutcome> outcomes, RunDirectory root, List<String> more) {
    Set<String> figures = new LinkedHashSet<>(STANDARD);
    figures.addAll(more);
    List<Run> read = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      PlannedRun plan = runs.get(i);
      // What another comparison left in a folder is none of this one's.
      boolean own = plan.config() != null && outcomes.get(i).status() != RunOutcome.Status.PENDING;
      read.add(new Run(plan, outcomes.get(i), own ? reports(root.child(plan.name())) : List.of()));
    }
    List<String> keys =
        runs.isEmpty() ? List.of() : List.copyOf(runs.get(0).design().cell().keySet());
    return new Measurements(List.copyOf(figures), keys, read);
  }

  private static List<Map<String, Double>> reports(RunDirectory folder) {
    List<Map<String, Double>> reports = new ArrayList<>();
    for (String line : MetricsLog.lines(folder)) {
      PlainJson.read(line).filter(JsonNode::isObject).ifPresent(tree -> reports.add(numbers(tree)));
    }
    return Collections.unmodifiableList(reports);
  }

  private static Map<String, Double> numbers(JsonNode tree) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    tree.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().asDouble());
              }
            });
    return numbers;
  }

  /** Names and types of the columns. */
  TableSchema schema() {
    List<String> names = new ArrayList<>(List.of("method", "seed", "r0"));
    List<Class<?>> types = new ArrayList<>(List.of(String.class, Long.class, Double.class));
    for (String figure : figures) {
      names.add(column(figure));
      types.add(WHOLE.contains(figure) ? Long.class : Double.class);
    }
    for (String key : keys) {
      names.add(names.contains(column(key)) ? "set_" + column(key) : column(key));
      types.add(String.class);
    }
    names.addAll(List.of("run", "status", "reason"));
    types.addAll(List.of(String.class, String.class, String.class));
    return new TableSchema(names, types);
  }

  /** Column of a figure or setting: letters, digits and underscores, as SQL likes them. */
  private static String column(String name) {
    String column = name.startsWith("visited.") ? name.substring("visited.".length()) : name;
    return column.replaceAll("[^A-Za-z0-9]", "_");
  }

  /** All rows in the order of the plan. */
  List<List<Object>> rows() {
    List<List<Object>> rows = new ArrayList<>();
    for (Run run : runs) {
      List<Map<String, Double>> reports =
          run.reports().isEmpty() ? List.of(Map.of()) : run.reports();
      reports.forEach(report -> rows.add(row(run, report)));
    }
    return rows;
  }

  private List<Object> row(Run run, Map<String, Double> report) {
    List<Object> row = new ArrayList<>();
    PlannedRun plan = run.plan();
    row.add(plan.design().method());
    row.add(plan.design().seed());
    row.add(Double.isNaN(plan.design().r0()) ? null : (Double) plan.design().r0());
    for (String figure : figures) {
      Double value = report.get(figure);
      row.add(value != null && WHOLE.contains(figure) ? (Object) value.longValue() : value);
    }
    keys.forEach(key -> row.add(plan.design().cell().get(key)));
    row.add(plan.name());
    row.add(run.outcome().status().text());
    row.add(run.outcome().reason().isEmpty() ? null : run.outcome().reason());
    return row;
  }

  /** Writes both files. */
  public void write(RunDirectory directory) {
    CsvLines lines = new CsvLines();
    lines.add(schema().names());
    rows().forEach(lines::add);
    directory.replaceText(CSV, lines.toString());
    directory.replace(PARQUET, out -> ParquetTableFile.write(schema(), rows(), out));
  }
}
