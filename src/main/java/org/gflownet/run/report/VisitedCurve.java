package org.gflownet.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The growth of a run's table of visited molecules, as {@code evaluation.json} has it, read at a
 * number of molecules.
 *
 * @param tree section {@code visited} of the file, see {@link org.gflownet.eval.VisitedFigures}
 */
public record VisitedCurve(JsonNode tree) {
  public static final String METHOD = "method";
  static final String VISITS = "molecules visited";
  public static final String CALLS = "reward calls";
  public static final String UNIQUE = "distinct molecules";
  public static final String SIMILARITY = "Tanimoto similarity of the top 1000, at the end";

  /** The section of an evaluation; empty where no molecules were evaluated. */
  public static Optional<VisitedCurve> of(JsonNode evaluation) {
    JsonNode visited = evaluation.path("visited");
    return visited.path("curve").isEmpty()
        ? Optional.empty()
        : Optional.of(new VisitedCurve(visited));
  }

  /** Name of the score that tops and thresholds are about. */
  String score() {
    return tree.path("score").asText();
  }

  /** Molecules visited, repeats included. */
  long visits() {
    return tree.path("visits").asLong();
  }

  /** Distinct molecules visited. */
  public long unique() {
    return tree.path("unique").asLong();
  }

  /** Reward calls of the whole run; empty for an evaluation that did not count them. */
  public OptionalLong calls() {
    JsonNode curve = tree.path("curve");
    JsonNode calls = curve.path(curve.size() - 1).path("calls");
    return calls.isNumber() ? OptionalLong.of(calls.asLong()) : OptionalLong.empty();
  }

  /** Metrics of the last point with at most so many distinct molecules, else of the first. */
  public Map<String, Double> atUnique(long unique) {
    return figures(last("unique", unique).orElse(tree.path("curve").path(0)));
  }

  /** Metrics of the last point with at most so many reward calls, else of the first. */
  public Map<String, Double> atCalls(long calls) {
    return figures(last("calls", calls).orElse(tree.path("curve").path(0)));
  }

  /** Figures of the last point with at most so many visits; empty where there is none. */
  Optional<Map<String, Double>> atVisits(long visits) {
    return last("visits", visits).map(this::figures);
  }

  private Optional<JsonNode> last(String field, long atMost) {
    JsonNode last = null;
    for (JsonNode point : tree.path("curve")) {
      if (point.path(field).isNumber() && point.path(field).asLong() <= atMost) {
        last = point;
      }
    }
    return Optional.ofNullable(last);
  }

  /** Figures of a point, by column; what the evaluation lacks is left out. */
  private Map<String, Double> figures(JsonNode point) {
    Map<String, Double> figures = new LinkedHashMap<>();
    add(figures, VISITS, point.path("visits"));
    add(figures, CALLS, point.path("calls"));
    add(figures, UNIQUE, point.path("unique"));
    for (String k : List.of("10", "100", "1000")) {
      add(figures, "top " + k, point.path("topMeans").path(k));
    }
    for (JsonNode above : point.path("above")) {
      String threshold = " > " + above.path("threshold").asText();
      add(figures, "molecules" + threshold, above.path("molecules"));
      add(figures, "Tanimoto modes" + threshold, above.path("modes"));
      add(figures, "scaffolds" + threshold, above.path("scaffolds"));
    }
    return figures;
  }

  /** Mean pairwise similarity of the best molecules of the whole run; empty for fewer than two. */
  public Optional<Double> similarity() {
    JsonNode value = tree.path("similarityOfTop");
    return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
  }

  private static void add(Map<String, Double> figures, String name, JsonNode value) {
    if (value.isNumber()) {
      figures.put(name, value.asDouble());
    }
  }
}
