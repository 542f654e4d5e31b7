package org.gflownet.job.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Median;
import org.gflownet.report.ReportPage;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.PlainJson;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.report.RunDocument;
import org.gflownet.spark.RunDirectory;

/** {@code report.html} of a comparison: curves over seeds, the ranking, failures, pictures. */
final class ComparisonDocument {
  private static final int MAX_SHOWN = 12;

  private final Measurements measurements;
  private final Ranking ranking;
  private final RunDirectory runs;

  /**
   * A page.
   *
   * @param runs where the run folders are
   */
  ComparisonDocument(Measurements measurements, Ranking ranking, RunDirectory runs) {
    this.measurements = measurements;
    this.ranking = ranking;
    this.runs = runs;
  }

  /**
   * The page.
   *
   * @param name of the comparison
   * @param more figures that the user wants drawn
   */
  String html(String name, List<String> more) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("version", BuildInfo.version());
    data.put("generated", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    data.put("live", false);
    ArrayNode shown = data.putArray("runs");
    shown().forEach(shown::add);
    data.set("comparison", PlainJson.tree(comparison(name, more)));
    return ReportPage.html(name + " · gflownet-spark", data);
  }

  private Map<String, Object> comparison(String name, List<String> more) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put(
        "methods", measurements.runs().stream().map(run -> run.plan().label()).distinct().toList());
    all.put("numRuns", measurements.runs().size());
    all.put(
        "seeds",
        measurements.runs().stream().map(run -> run.plan().design().seed()).distinct().toList());
    all.put("charts", charts(more));
    all.put("figure", ranking.figure());
    all.put("ranking", ranking.entries());
    all.put("ends", ends());
    all.put("failures", failures());
    MethodTable.of(measurements, runs).ifPresent(table -> all.put("molecules", table));
    return all;
  }

  private List<Map<String, Object>> charts(List<String> more) {
    List<Map<String, Object>> charts = new ArrayList<>();
    add(charts, "visited", "l1.sum", "Empirical L1", "sum of |share of visits − R/Z| over states");
    add(charts, "visited", "modes.regions", "Modes found", "regions of modes that were visited");
    add(charts, "seconds", "exact.tv", "Exact total variation", "of the policy's distribution");
    for (String top : List.of("visited.top10", "visited.top100", "visited.top1000")) {
      String k = top.substring("visited.top".length());
      add(charts, "visited", top, "Top " + k, "mean reward of the best distinct objects");
    }
    add(charts, "visited", "visited.reward.mean", "Mean reward", "of visits between reports");
    more.forEach(figure -> add(charts, "visited", figure, figure, ""));
    return charts;
  }

  private void add(
      List<Map<String, Object>> charts, String x, String y, String title, String note) {
    List<SeedCurves> panels = SeedCurves.of(measurements, x, y);
    if (panels.isEmpty()) {
      return;
    }
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("title", title);
    chart.put("note", note);
    chart.put("x", x.equals("visited") ? "states visited" : "seconds of steps, one core");
    chart.put("panels", panels);
    charts.add(chart);
  }

  /** The last report of every method, median over seeds. */
  private List<Map<String, Object>> ends() {
    List<Map<String, Object>> ends = new ArrayList<>();
    SeedCurves.groups(measurements)
        .forEach(
            (r0, labels) ->
                labels.forEach(
                    (label, group) -> {
                      Map<String, Object> row = new LinkedHashMap<>();
                      row.put("r0", r0);
                      row.put("method", label);
                      for (String figure : measurements.figures()) {
                        double[] values =
                            group.stream()
                                .mapToDouble(run -> run.last(figure))
                                .filter(value -> !Double.isNaN(value))
                                .sorted()
                                .toArray();
                        row.put(figure, Median.ofSorted(values));
                      }
                      ends.add(row);
                    }));
    return ends;
  }

  private List<Map<String, String>> failures() {
    return measurements.runs().stream()
        .filter(run -> run.outcome().status() == RunOutcome.Status.FAILED)
        .map(run -> Map.of("run", run.plan().name(), "reason", run.outcome().reason()))
        .toList();
  }

  /** Runs whose pictures are shown: of each method and R0 the first, where they say something. */
  private List<ObjectNode> shown() {
    List<ObjectNode> shown = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Measurements.Run run : measurements.runs()) {
      GflownetConfig config = run.plan().config();
      String key = run.plan().label() + " " + run.plan().design().r0();
      if (run.outcome().status().isFinished()
          && hasPictures(config)
          && shown.size() < MAX_SHOWN
          && seen.add(key)) {
        RunFolder folder = RunFolder.in(runs.child(run.plan().name()));
        shown.add(new RunDocument(folder).read(run.plan().name()));
      }
    }
    return shown;
  }

  private static boolean hasPictures(GflownetConfig config) {
    return config.env().kind() == EnvConfig.Kind.MOLECULE
        || (config.env().kind() == EnvConfig.Kind.HYPERGRID && config.env().ndim() <= 2);
  }
}
