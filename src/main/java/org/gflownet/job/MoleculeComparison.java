package org.gflownet.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.spark.RunDirectory;

/**
 * Methods that build molecules, at equal numbers of distinct molecules, beside what the paper
 * reports.
 *
 * @param unique distinct molecules that every run has visited; the rows are of that moment
 * @param score what tops and thresholds are about
 * @param rows median over seeds of each method
 * @param paper rows of the paper, for its reward alone
 */
record MoleculeComparison(
    long unique, String score, List<Map<String, Object>> rows, List<Map<String, Object>> paper) {
  private static final String SIMILARITY = "Tanimoto similarity of the top 1000, at the end";
  private static final String SOURCE = "Bengio et al. 2021, 3 runs, at ";

  /** Nothing where there are no molecules, or no evaluated tables of them. */
  static Optional<MoleculeComparison> of(Measurements measurements, RunDirectory runs) {
    Map<String, List<JsonNode>> byMethod = new LinkedHashMap<>();
    boolean seh = false;
    long unique = Long.MAX_VALUE;
    for (Measurements.Run run : measurements.runs()) {
      if (!run.outcome().status().isFinished()
          || run.plan().config().env().name() != EnvConfig.Name.MOLECULE) {
        continue;
      }
      Optional<JsonNode> visited =
          new EvaluationFiles(runs.child(run.plan().name()))
              .read()
              .flatMap(PlainJson::read)
              .map(tree -> tree.path("visited"))
              .filter(JsonNode::isObject);
      if (visited.isPresent()) {
        seh |= run.plan().config().reward().name() == RewardConfig.Name.SEH;
        unique = Math.min(unique, visited.get().path("unique").asLong());
        byMethod.computeIfAbsent(run.plan().label(), label -> new ArrayList<>()).add(visited.get());
      }
    }
    if (byMethod.isEmpty()) {
      return Optional.empty();
    }
    long common = unique;
    List<Map<String, Object>> rows = new ArrayList<>();
    byMethod.forEach((label, tables) -> rows.add(row(label, tables, common)));
    String score = byMethod.values().iterator().next().get(0).path("score").asText();
    return Optional.of(new MoleculeComparison(common, score, rows, seh ? published() : List.of()));
  }

  private static Map<String, Object> row(String label, List<JsonNode> tables, long unique) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (JsonNode table : tables) {
      JsonNode point = at(table.path("curve"), unique);
      add(values, "unique", point.path("unique"));
      for (String k : List.of("10", "100", "1000")) {
        add(values, "top " + k, point.path("topMeans").path(k));
      }
      for (JsonNode above : point.path("above")) {
        String threshold = " > " + above.path("threshold").asText();
        add(values, "molecules" + threshold, above.path("molecules"));
        add(values, "Tanimoto modes" + threshold, above.path("modes"));
        add(values, "scaffolds" + threshold, above.path("scaffolds"));
      }
      add(values, SIMILARITY, table.path("similarityOfTop"));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("method", label);
    values.forEach(
        (name, list) ->
            row.put(
                name,
                Ranking.median(list.stream().mapToDouble(Double::doubleValue).sorted().toArray())));
    return row;
  }

  private static void add(Map<String, List<Double>> values, String name, JsonNode value) {
    if (value.isNumber()) {
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(value.asDouble());
    }
  }

  /** The last point of a curve with at most so many distinct molecules, else its first. */
  private static JsonNode at(JsonNode curve, long unique) {
    JsonNode last = curve.path(0);
    for (JsonNode point : curve) {
      if (point.path("unique").asLong() <= unique) {
        last = point;
      }
    }
    return last;
  }

  private static List<Map<String, Object>> published() {
    return List.of(
        published("GFlowNet", "1e5", 8.36, 8.21, 7.98, null),
        published("MARS", "1e5", 8.05, 7.71, 7.13, null),
        published("PPO", "1e5", 8.06, 7.87, 7.52, null),
        published("GFlowNet", "1e6", 8.45, 8.34, 8.17, 0.44),
        published("MARS", "1e6", 8.31, 8.03, 7.64, 0.59),
        published("PPO", "1e6", 8.25, 8.08, 7.82, 0.62));
  }

  private static Map<String, Object> published(
      String method,
      String unique,
      double top10,
      double top100,
      double top1000,
      Double similarity) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("method", method + " (" + SOURCE + unique + " molecules)");
    row.put("unique", Double.valueOf(unique));
    row.put("top 10", top10);
    row.put("top 100", top100);
    row.put("top 1000", top1000);
    row.put(SIMILARITY, similarity);
    return row;
  }
}
