package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.run.folder.Provenance;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** The commands from their arguments to their files, without Spark. */
class TrainInProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Terminal terminal;
  private Path conf;

  @BeforeEach
  void capture() throws IOException {
    conf = directory.resolve("small grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 6 }
        model.hidden = [16, 16]
        train { steps = 60, batch = 8, slices = 3, lr = 0.01 }
        eval.every = 20
        checkpoint { every = 25, keep = 2 }
        cluster.master = "in-process[1]"
        progress.mode = plain
        """);
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  private int train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("train", conf.toString(), "--out", path(run)));
    args.addAll(Arrays.asList(more));
    return Main.run(args.toArray(String[]::new));
  }

  private String path(String run) {
    return directory.resolve(run).toString();
  }

  private JsonNode json(String run, String name) throws IOException {
    return JSON.readTree(Files.readString(directory.resolve(run).resolve(name)));
  }

  private List<JsonNode> metrics(String run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private String digest(String run) throws IOException {
    return json(run, "provenance.json").path("parameters_sha256").asText();
  }

  private String errors() {
    return terminal.err();
  }

  /** The lines that the program itself complained with. */
  private List<String> complaints() {
    return errors().lines().filter(line -> line.startsWith("gflownet: ")).toList();
  }

  @Test
  void aRunLeavesWhatItSays() throws IOException {
    assertThat(train("a")).isZero();
    List<String> printed = terminal.out().lines().toList();
    assertThat(digest("a")).matches("[0-9a-f]{64}");
    assertThat(printed.get(printed.size() - 1)).isEqualTo("parameters_sha256 " + digest("a"));
    assertThat(printed).anyMatch(line -> line.contains("learned"));
    assertThat(directory.resolve("a/distribution.png")).isNotEmptyFile();

    List<JsonNode> metrics = metrics("a");
    assertThat(metrics.stream().map(m -> m.path("step").asInt())).containsExactly(20, 40, 60);
    for (String key :
        List.of(
            "step",
            "trajectories",
            "transitions",
            "seconds",
            "loss",
            "log_z",
            "mean_length",
            "transitions_per_s",
            "exact.tv",
            "exact.kl",
            "exact.js",
            "l1.mean",
            "l1.sum",
            "modes.regions",
            "modes.cells")) {
      assertThat(metrics.get(2).has(key)).as(key).isTrue();
    }
    assertThat(metrics.get(2).path("trajectories").asInt()).isEqualTo(480);
    assertThat(metrics.get(2).path("exact.tv").asDouble())
        .isLessThan(metrics.get(0).path("exact.tv").asDouble());
    JsonNode provenance = json("a", "provenance.json");
    for (String key :
        List.of(
            "version", "git_commit", "seed", "config_sha256", "spark_version", "java_version")) {
      assertThat(provenance.hasNonNull(key)).as(key).isTrue();
    }
    assertThat(provenance.path("executors").asInt()).isEqualTo(1);
    assertThat(directory.resolve("a/checkpoints/step-00000060/manifest.json")).exists();
    assertThat(Files.readString(directory.resolve("a/config.resolved.conf"))).contains("lr");
    assertThat(errors()).contains("step 20 of 60", "left");
  }

  @ParameterizedTest
  @CsvSource({"in-process[1], 3", "in-process[3], 3", "in-process, 3"})
  void threadsDoNotChangeTheDigest(String master, int slices) throws IOException {
    assertThat(train("a", "--set", "train.slices=" + slices)).isZero();
    assertThat(train("b", "--set", "train.slices=" + slices, "--master", master)).isZero();
    assertThat(digest("b")).isEqualTo(digest("a"));
  }

  @Test
  void aResumedRunEndsAsAnUninterruptedOne() throws IOException {
    assertThat(train("whole")).isZero();
    assertThat(train("parts", "--set", "train.steps=35")).isZero();
    assertThat(digest("parts")).isNotEqualTo(digest("whole"));
    assertThat(train("parts", "--resume")).isZero();
    assertThat(digest("parts")).isEqualTo(digest("whole"));
    List<JsonNode> whole = metrics("whole");
    List<JsonNode> parts = metrics("parts");
    JsonNode last = whole.get(whole.size() - 1);
    JsonNode resumed = parts.get(parts.size() - 1);
    for (String key : List.of("trajectories", "transitions", "exact.tv", "l1.sum", "modes.cells")) {
      assertThat(resumed.path(key)).as(key).isEqualTo(last.path(key));
    }
  }

  @Test
  void averagingResumesAtTheEndOfARound() throws IOException {
    String[] averaging = {"--set", "train.sync=averaging", "--set", "train.local-steps=7"};
    assertThat(train("whole", averaging)).isZero();
    assertThat(metrics("whole").stream().map(m -> m.path("step").asInt()))
        .containsExactly(21, 42, 60);
    Path newest = directory.resolve("whole/checkpoints/step-00000056");
    assertThat(newest).exists();
    // As if the driver had been killed after that checkpoint.
    Files.delete(directory.resolve("whole/checkpoints/step-00000060/manifest.json"));
    String digest = digest("whole");
    assertThat(train("whole", concat(averaging, "--resume"))).isZero();
    assertThat(digest("whole")).isEqualTo(digest);
    assertThat(json("whole", "provenance.json").path("resumed_from_step").asInt()).isEqualTo(56);
  }

  @Test
  void pipelinedStepsResumeFromAnyCheckpoint() throws IOException {
    String[] pipelined = {"--set", "train.sync=pipelined", "--set", "train.staleness=3"};
    assertThat(train("plain")).isZero();
    assertThat(train("whole", pipelined)).isZero();
    String digest = digest("whole");
    assertThat(digest).isNotEqualTo(digest("plain"));
    assertThat(directory.resolve("whole/checkpoints/step-00000050/previous-parameters.floats"))
        .exists();
    // As if the driver had been killed after that checkpoint.
    Files.delete(directory.resolve("whole/checkpoints/step-00000060/manifest.json"));
    assertThat(train("whole", concat(pipelined, "--resume"))).isZero();
    assertThat(digest("whole")).isEqualTo(digest);
    assertThat(json("whole", "provenance.json").path("resumed_from_step").asInt()).isEqualTo(50);
  }

  private static String[] concat(String[] some, String more) {
    String[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = more;
    return all;
  }

  @Test
  void aFinishedRunResumesToTheSameDigest() throws IOException {
    assertThat(train("a")).isZero();
    String digest = digest("a");
    assertThat(train("a", "--resume")).isZero();
    assertThat(digest("a")).isEqualTo(digest);
  }

  @Test
  void aDamagedNewestCheckpointIsPassedOver() throws IOException {
    assertThat(train("whole")).isZero();
    assertThat(train("torn", "--set", "train.steps=50")).isZero();
    Path model = directory.resolve("torn/checkpoints/step-00000050/model.zip");
    byte[] bytes = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(train("torn", "--resume")).isZero();
    assertThat(digest("torn")).isEqualTo(digest("whole"));
    // Where the evaluation was the best so far.
    assertThat(json("torn", "provenance.json").path("resumed_from_step").asInt()).isEqualTo(40);
  }

  @Test
  void aRunFolderIsNeverOverwritten() {
    assertThat(train("a", "--set", "train.steps=1")).isZero();
    assertThat(train("a")).isEqualTo(2);
    assertThat(complaints()).singleElement().asString().contains("not empty", "--resume", "--out");
  }

  @Test
  void resumingWithOtherSettingsIsRefused() {
    assertThat(train("a", "--set", "train.steps=5")).isZero();
    assertThat(train("a", "--resume", "--set", "env.height=7", "--set", "seed=3")).isEqualTo(2);
    assertThat(complaints()).singleElement().asString().contains("env.height was 6, is 7", "seed");
  }

  @Test
  void resumingNothingIsRefused() {
    assertThat(train("nothing", "--resume")).isEqualTo(2);
    assertThat(complaints()).singleElement().asString().contains("holds no run");
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void divergenceIsOneLineAndKeepsTheLastGoodCheckpoint() throws IOException {
    int code =
        train(
            "a",
            "--set",
            "train.updater=sgd",
            "--set",
            "train.lr=100",
            "--set",
            "checkpoint.every=1");
    assertThat(code).isEqualTo(1);
    assertThat(complaints()).singleElement().asString().contains("training diverged", "seed 0");
    assertThat(json("a", "provenance.json").has("parameters_sha256")).isFalse();
  }

  @Test
  void plainDl4jLoadsTheModelOfACheckpoint() throws IOException {
    assertThat(train("a")).isZero();
    Path zip = directory.resolve("a/checkpoints/step-00000060/model.zip");
    ComputationGraph graph = ComputationGraph.load(zip.toFile(), true);
    assertThat(Provenance.sha256(graph.params().dup().data().asFloat())).isEqualTo(digest("a"));
    assertThat(graph.getUpdater().getStateViewArray().length()).isEqualTo(2 * graph.numParams());
    float[] source = new float[12];
    source[0] = 1f;
    source[6] = 1f;
    double logZ =
        Nd4j.math
            .log(
                Nd4j.math
                    .exp(graph.outputSingle(Nd4j.createFromArray(source).reshape(1, 12)))
                    .sum())
            .getDouble(0);
    double reported = metrics("a").get(2).path("log_z").asDouble();
    assertThat(Math.abs(logZ - reported)).isLessThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "nd4j", "dl4j", "plain"})
  void everyEngineTrains(String engine) throws IOException {
    assertThat(train("a", "--set", "model.engine=" + engine, "--set", "train.steps=40")).isZero();
    List<JsonNode> metrics = metrics("a");
    assertThat(metrics.get(1).path("loss").asDouble())
        .isLessThan(metrics.get(0).path("loss").asDouble());
  }

  @Test
  void evaluateTellsWhatTheLastReportSaid() throws IOException {
    assertThat(train("a")).isZero();
    terminal.clear();
    assertThat(Main.run("evaluate", path("a"), "--json")).isZero();
    JsonNode figures = JSON.readTree(terminal.out());
    JsonNode last = metrics("a").get(2);
    for (String key : List.of("step", "log_z", "exact.tv", "exact.kl", "exact.js")) {
      assertThat(figures.path(key)).as(key).isEqualTo(last.path(key));
    }
  }

  @Test
  void aboveTheLimitBoundsTakeThePlaceOfExactFigures() throws IOException {
    assertThat(train("a", "--set", "eval.exact-max-states=35", "--set", "eval.samples=200"))
        .isZero();
    JsonNode last = metrics("a").get(2);
    assertThat(last.fieldNames()).toIterable().noneMatch(name -> name.startsWith("exact."));
    double logZ = Math.log(36 * 0.1 + 4 * 4 * 0.5);
    assertThat(last.path("elbo").asDouble()).isLessThan(logZ + 0.05);
    assertThat(last.path("eubo").asDouble()).isGreaterThan(last.path("elbo").asDouble());
    assertThat(last.path("spearman").asDouble()).isBetween(-1.0, 1.0);
  }

  @Test
  void moleculesAreEvaluatedBySamplesBesideTheRandomPolicy() throws IOException {
    Path molecules = directory.resolve("molecules.conf");
    Files.writeString(
        molecules,
        """
        env { name = molecule, max-blocks = 3 }
        reward { name = qed, exponent = 4 }
        model { width = 16, rounds = 1 }
        objective.eps = 1e-6
        train { steps = 3, batch = 4, slices = 2 }
        eval.samples = 24
        cluster.master = "in-process[1]"
        progress.mode = none
        """);
    assertThat(Main.run("train", molecules.toString(), "--out", path("m"))).isZero();
    JsonNode trained = evaluate("m");
    JsonNode random = evaluate("m", "--policy", "random");
    for (String key :
        List.of("elbo", "reward.mean", "log_z.importance", "ess", "spearman.samples")) {
      assertThat(trained.path(key).isNumber()).as(key).isTrue();
    }
    assertThat(trained.path("ess").asDouble()).isBetween(1.0 / 24, 1.0);
    assertThat(trained.path("log_z.importance").asDouble())
        .isGreaterThan(trained.path("elbo").asDouble());
    assertThat(random.path("random.reward.mean")).isEqualTo(trained.path("random.reward.mean"));
    assertThat(random.path("log_z").asDouble()).isNotEqualTo(trained.path("log_z").asDouble());
    // The empty state has one pseudo-stem and no STOP: its logits are one 0 for each fragment.
    assertThat(random.path("log_z").asDouble()).isCloseTo(Math.log(176), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fm", "tb", "subtb"})
  void withoutIdentityNothingIsSaidThatNeedsTheParentsOfAState(String objective)
      throws IOException {
    Path molecules = directory.resolve("ordered.conf");
    Files.writeString(
        molecules,
        """
        env { name = molecule, max-blocks = 4, identity = none }
        reward { name = qed, exponent = 4 }
        model { width = 16, rounds = 1 }
        objective.eps = 1e-6
        train { steps = 3, batch = 4, slices = 2, objective = %s }
        eval.samples = 24
        cluster.master = "in-process[1]"
        progress.mode = none
        """
            .formatted(objective));
    assertThat(Main.run("train", molecules.toString(), "--out", path("o"))).isZero();
    JsonNode last = metrics("o").get(0);
    JsonNode evaluated = evaluate("o");
    for (JsonNode figures : List.of(last, evaluated)) {
      assertThat(figures.fieldNames())
          .toIterable()
          .contains("reward.mean")
          .doesNotContain("elbo", "log_z.importance", "ess", "spearman.samples");
    }
    assertThat(evaluated.path("random.reward.mean").asDouble()).isBetween(0.0, 1.0);
    JsonNode report = JSON.readTree(directory.resolve("o/evaluation/evaluation.json").toFile());
    assertThat(report.path("calibration").isObject()).isFalse();
    assertThat(report.path("notes").toString()).contains("env.identity = none");
    assertThat(directory.resolve("o/evaluation/calibration.csv")).doesNotExist();
  }

  @Test
  void aDriverWithoutTheMemoryForTheNetworkSaysWhatToSet() {
    assertThat(train("big", "--set", "model.hidden=[40000,40000]")).isEqualTo(ExitCode.FAULT);
    assertThat(complaints())
        .as(errors())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(
            "out of memory (Java heap space) on the driver, with a heap of ",
            "1,60",
            " parameters with what goes with them take about ",
            " GiB there",
            "set a larger GFLOWNET_DRIVER_MEMORY, or a smaller model.hidden");
    assertThat(errors()).doesNotContain("\tat ");
  }

  private JsonNode evaluate(String run, String... more) throws IOException {
    terminal.clear();
    List<String> args = new ArrayList<>(List.of("evaluate", path(run), "--json"));
    args.addAll(Arrays.asList(more));
    assertThat(Main.run(args.toArray(String[]::new))).isZero();
    return JSON.readTree(terminal.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "train",
        "train missing.conf",
        "train CONF --set train.lr=-1 --out X",
        "train CONF --set train.stepz=1 --out X",
        "train CONF --set train.lr --out X",
        "train CONF --bogus",
        "train CONF --resume",
        "train CONF --master mars://x --out X",
        "train CONF --out nope://host/x",
        "evaluate X",
        "evaluate CONF",
        "sample X --num 3 --output a.csv",
        "sample X --num 0 --output a.csv",
        "sample X --num many --output a.csv",
        "sample X --num 3 --output a.xls",
        "sample X --num 3 --output a.csv --policy best",
        "sample X --num 3 --output a.csv --max-tries 5",
        "sample X --num 3 --output a.csv --distinct --max-tries 2",
        "sample X --num 3"
      })
  void mistakesAreOneLineAndExitCodeTwo(String arguments) {
    String[] args =
        Pattern.compile(" ")
            .splitAsStream(arguments)
            .map(a -> a.equals("CONF") ? conf.toString() : a.equals("X") ? path("X") : a)
            .toArray(String[]::new);
    assertThat(Main.run(args)).isEqualTo(2);
    assertThat(complaints()).as(errors()).hasSize(1);
    assertThat(errors()).doesNotContain("\tat ");
    assertThat(directory.resolve("X")).doesNotExist();
  }

  @Test
  void helpHasExamples() {
    for (String command : List.of("train", "sample", "evaluate")) {
      terminal.clear();
      assertThat(Main.run(command, "--help")).isZero();
      assertThat(terminal.out()).contains("Examples:", command + ".sh");
    }
    assertThat(Main.run("--version")).isZero();
    assertThat(Main.run()).isEqualTo(2);
  }
}
