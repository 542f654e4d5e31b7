package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.Main;
import org.gflownet.model.FlowModel;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.train.TrainingState;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every objective through the commands: the same bits wherever it runs, and over resumes. */
class ObjectiveRunSparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GRID =
      """
      seed = 3
      env { ndim = 2, height = 6 }
      model { hidden = [24, 24], engine = vector }
      train { batch = 13, slices = 3, lr = 0.01 }
      eval.every = 400
      checkpoint { every = 1000000, keep = 2 }
      visited.enabled = false
      progress.mode = none
      report.write = false
      cluster.master = "in-process[1]"
      """;
  private static final String SMALL_MOLECULES =
      """
      seed = 3
      env { name = molecule, min-blocks = 2, max-blocks = 3 }
      reward { name = qed, min = 0.05, exponent = 2 }
      model { width = 16, rounds = 2, engine = vector }
      train { batch = 7, slices = 3, lr = 0.01 }
      """;

  @TempDir private Path directory;

  private JsonNode train(String name, String settings, String... more) throws IOException {
    Path conf = directory.resolve(name + ".conf");
    Files.writeString(conf, GRID + settings);
    List<String> args =
        new ArrayList<>(
            List.of("train", conf.toString(), "--out", directory.resolve(name).toString()));
    args.addAll(List.of(more));
    assertThat(Main.run(args.toArray(String[]::new))).isZero();
    return JSON.readTree(directory.resolve(name).resolve("provenance.json").toFile());
  }

  private static String digest(JsonNode provenance) {
    return provenance.path("parameters_sha256").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.objective = tb",
        "train.objective = tb, objective.backward-policy = learned",
        "train.objective = tb, train { sync = averaging, local-steps = 10 }",
        "train.objective = tb, train { sync = pipelined, staleness = 2 }",
        "train.objective = tb, condition { min = 0.5, max = 2 }",
        "train.objective = log-variance",
        "train.objective = db, env.termination = forced, objective.backward-policy = learned",
        "train.objective = subtb",
        "train.objective = fl-subtb, train.updater = adamw, train.weight-decay = 0.01"
      })
  void givesTheSameBitsOnMoreThreadsAndOverAResume(String settings) throws IOException {
    String whole = digest(train("whole", settings, "--set", "train.steps=60"));
    String threads =
        digest(train("threads", settings, "--set", "train.steps=60", "--master", "in-process[3]"));
    train("parts", settings, "--set", "train.steps=30");
    String parts = digest(train("parts", settings, "--set", "train.steps=60", "--resume"));
    assertThat(threads).isEqualTo(whole).matches("[0-9a-f]{64}");
    assertThat(parts).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GRID + "train.objective = tb, objective.backward-policy = learned",
        GRID + "train.objective = db",
        GRID + "train.objective = tb, condition { min = 0.5, max = 2 }",
        GRID + "train.objective = fm, condition { min = 0.5, max = 2 }",
        GRID + "train.objective = subtb, env.termination = forced",
        GRID + "train.objective = log-variance",
        GRID + "train.objective = fl-subtb",
        SMALL_MOLECULES + "train.objective = tb",
        SMALL_MOLECULES + "train.objective = tb, objective.backward-policy = learned",
        SMALL_MOLECULES + "train.objective = subtb, objective.backward-policy = learned",
        SMALL_MOLECULES + "train.objective = log-variance, objective.backward-policy = learned",
        SMALL_MOLECULES + "train.objective = subtb",
        SMALL_MOLECULES + "train.objective = log-variance"
      })
  void stepsOnSparkHaveTheBitsOfThoseWithoutIt(String text) {
    GflownetConfig config = ConfigLoader.parse(text, "the test");
    Network network = new Network(config, Problem.of(config));
    FlowModel.Factory engine = network.engine();
    ConfiguredWorkers workers = new ConfiguredWorkers(config.render(), engine, text);
    TrainingState state = network.initialState();
    float[] parameters = state.parameters();
    parameters[parameters.length - 1] = 1.5f;
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      StepRequest request =
          new StepRequest(
              4, 5, config.train().batch(), config.train().slices(), new Exploration(0.2, 1.0), 4);
      SliceResult actual = spark.execute(request, parameters);
      SliceResult expected = local.execute(request, parameters);
      for (int k = 0; k < expected.gradient().numParts(); k++) {
        assertThat(actual.gradient().vector(k)).containsExactly(expected.gradient().vector(k));
        assertThat(actual.gradient().loss(k)).isEqualTo(expected.gradient().loss(k));
        assertThat(expected.gradient().loss(k)).isNotZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.objective = tb",
        "train.objective = tb, env.termination = forced, objective.backward-policy = learned",
        "train.objective = db",
        "train.objective = subtb, objective.backward-policy = learned",
        "train.objective = log-variance",
        "train.objective = fl-db"
      })
  void learnsASmallGrid(String settings) throws IOException {
    train("learned", settings, "--set", "train.steps=400");
    List<String> lines = Files.readAllLines(directory.resolve("learned/metrics.jsonl"));
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(last.path("exact.tv").asDouble(1.0)).isLessThan(0.05);
    if (last.has("log_z")) {
      assertThat(Math.abs(last.path("exact.log_z_error").asDouble())).isLessThan(0.05);
    }
  }
}
