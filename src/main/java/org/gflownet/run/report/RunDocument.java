package org.gflownet.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.report.chem.MoleculeDrawing;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.folder.MetricsLog;
import org.gflownet.run.folder.PhaseClock;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.RunDirectory;

/** The files of a run folder as the JSON that the report draws. */
public final class RunDocument {
  private static final long MAX_BYTES = 1L << 28;
  private static final int MAX_REPORTS = 3000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RunDirectory directory;
  private final GflownetConfig config;

  public RunDocument(RunFolder folder) {
    this.directory = folder.directory();
    this.config = folder.config(List.of());
  }

  /** The configuration of the run. */
  public GflownetConfig config() {
    return config;
  }

  /**
   * Everything that is there.
   *
   * @param name of the run on the page
   */
  public ObjectNode read(String name) {
    ObjectNode run = NODES.objectNode();
    run.put("name", name);
    run.put("location", directory.location());
    run.put("config", config.render());
    run.set("settings", settings());
    JsonNode provenance = json("provenance.json").orElseGet(NODES::objectNode);
    run.put("state", state(provenance));
    run.set("provenance", provenance);
    run.set("metrics", metrics());
    json(PhaseClock.NAME).ifPresent(timing -> run.set("timing", timing));
    new EvaluationFiles(directory)
        .read()
        .flatMap(PlainJson::read)
        .ifPresent(evaluation -> addEvaluation(run, evaluation));
    return run;
  }

  private static String state(JsonNode provenance) {
    return provenance.has("ended")
        ? "completed " + provenance.get("ended").asText().replaceFirst("\\.\\d+Z$", "Z")
        : "not completed";
  }

  private ObjectNode settings() {
    ObjectNode settings = NODES.objectNode();
    EnvConfig env = config.env();
    boolean grid = env.kind() == EnvConfig.Kind.HYPERGRID;
    settings.put(
        "problem",
        switch (env.kind()) {
          case HYPERGRID ->
              "hypergrid " + env.height() + "^" + env.ndim() + ", reward " + gridReward();
          case MOLECULE ->
              "molecules of up to "
                  + env.maxBlocks()
                  + " fragments, reward "
                  + config.reward().name();
          case PLUGIN -> env.name() + ", reward " + config.reward().name();
        });
    settings.put("objective", method());
    if (config.train().budget().isEmpty()) {
      // Else what ends the run is another limit, and this one may be out of reach.
      settings.put("steps", config.train().steps());
    }
    if (grid) {
      settings.put("height", env.height());
    }
    return settings;
  }

  private String gridReward() {
    return config.reward().kind() == RewardConfig.Kind.ENV
        ? config.env().reward()
        : config.reward().name();
  }

  private String method() {
    return config.method().isBaseline()
        ? config.method().name().name().toLowerCase(Locale.ROOT)
        : config.train().objective().name().toLowerCase(Locale.ROOT) + " objective";
  }

  private Optional<JsonNode> json(String file) {
    return directory.exists(file)
        ? PlainJson.read(directory.readText(file, MAX_BYTES))
        : Optional.empty();
  }

  private ArrayNode metrics() {
    ArrayNode metrics = NODES.arrayNode();
    List<String> lines = MetricsLog.lines(directory);
    int every = (lines.size() + MAX_REPORTS - 1) / MAX_REPORTS;
    for (int i = 0; i < lines.size(); i++) {
      // The last one is always there.
      if ((lines.size() - 1 - i) % every == 0) {
        PlainJson.read(lines.get(i)).ifPresent(metrics::add);
      }
    }
    return metrics;
  }

  private void addEvaluation(ObjectNode run, JsonNode evaluation) {
    evaluation.fields().forEachRemaining(field -> run.set(field.getKey(), field.getValue()));
    if (run.get("calibration") instanceof ObjectNode calibration) {
      calibration.set("note", evaluation.get("calibrationNote"));
    }
    ArrayNode notes = run.withArray("/notes");
    try {
      run.set("drawings", PlainJson.tree(drawings(evaluation)));
    } catch (IllegalStateException e) {
      notes.add(e.getMessage());
    }
  }

  /** A picture of every molecule that the page shows, by SMILES. */
  private static Map<String, String> drawings(JsonNode evaluation) {
    TreeSet<String> smiles = new TreeSet<>();
    for (JsonNode molecule : evaluation.path("visited").path("best")) {
      smiles.add(molecule.path("smiles").asText());
      smiles.add(molecule.path("scaffold").asText());
    }
    for (JsonNode path : evaluation.path("trajectories")) {
      path.path("states").forEach(state -> smiles.add(state.path("smiles").asText()));
    }
    smiles.removeAll(List.of("", "null"));
    Map<String, String> drawings = new TreeMap<>();
    List<String> all = new ArrayList<>(smiles);
    List<Optional<String>> drawn = all.parallelStream().map(MoleculeDrawing::base64).toList();
    for (int i = 0; i < drawn.size(); i++) {
      String text = all.get(i);
      drawn.get(i).ifPresent(svg -> drawings.put(text, svg));
    }
    return drawings;
  }
}
