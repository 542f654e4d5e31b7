package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.LogZEstimate;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.job.Main;
import org.gflownet.job.sample.SampleCommand;
import org.gflownet.run.UserException;
import org.gflownet.run.evaluate.CheckpointEvaluation;
import org.gflownet.run.evaluate.Evaluations;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.StoredPolicy;
import org.gflownet.run.sample.PolicySamples;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs with an estimated log Z, a warm-up of the learning rate and averaged parameters: the same
 * bits wherever they run and over a resume, and what is evaluated and sampled is the average.
 */
class TrainingRecipeSparkTest {
  private static final int ESTIMATED_FROM = 512;
  private static final int BATCH = 13;
  private static final String RECIPE =
      """
      seed = 3
      progress.mode = none
      report.write = false
      train {
        objective = tb, steps = 30, batch = 13, slices = 3, lr = 0.01, ema = 0.9
        lr-schedule { name = cosine, end = 0.001, warmup = 21 }
        # With the tasks of a cluster.
        steps-per-job = 1
      }
      objective.log-z-init = auto
      eval { every = 5, samples = 100 }
      checkpoint { every = 10, keep-best = false }
      """;
  private static final String GRID =
      RECIPE + "env { ndim = 2, height = 6 }, model { hidden = [16, 16], engine = vector }\n";
  private static final String MOLECULES =
      RECIPE
          + """
          env { name = molecule, min-blocks = 1, max-blocks = 3 }
          reward { name = qed, min = 0.05, exponent = 2 }
          model { width = 8, rounds = 1, engine = vector }
          """;

  @TempDir private Path directory;

  private final Map<String, Object> figures = new HashMap<>();

  private RunFolder folder(String name) {
    return RunFolder.at(directory.resolve(name).toString());
  }

  /** Trains and leaves the figures of the last report. */
  private void train(
      String settings, String name, boolean resume, Session session, BooleanSupplier stop) {
    GflownetConfig config = ConfigLoader.parse(settings, "the test");
    TrainingPlan plan =
        resume
            ? TrainingPlan.ofResumed(config, folder(name), false)
            : TrainingPlan.ofNew(config, folder(name));
    figures.clear();
    try (RunFolder.Held held = plan.hold()) {
      plan.run(held, "the test", OptionalInt.empty())
          .on(session)
          .watchedBy(figures::putAll)
          .runUnattended(stop);
    }
    List.of("seconds", "transitions_per_s", "reward_cache_hits", "reward_evaluations")
        .forEach(
            key -> {
              figures.remove(key);
              figures.remove("eval." + key);
            });
    // These tell of the machine.
    figures.keySet().removeIf(key -> key.startsWith("memory."));
  }

  private void train(String settings, String name, Session session) {
    train(settings, name, false, session, () -> false);
  }

  private Checkpoint checkpoint(String name) {
    RunFolder folder = folder(name);
    return folder.checkpoint(Setup.of(folder.config(List.of())), null);
  }

  private void assertSame(String actual, String expected) {
    Checkpoint one = checkpoint(expected);
    Checkpoint other = checkpoint(actual);
    assertThat(other.counters().step()).isEqualTo(one.counters().step()).isEqualTo(30);
    assertThat(other.counters().trajectories())
        .isEqualTo(one.counters().trajectories())
        .isEqualTo(ESTIMATED_FROM + 30 * BATCH);
    assertThat(other.counters().transitions()).isEqualTo(one.counters().transitions());
    assertThat(other.parameters()).containsExactly(one.parameters());
    assertThat(other.updaterState()).containsExactly(one.updaterState());
    assertThat(other.averagedParameters().orElseThrow())
        .containsExactly(one.averagedParameters().orElseThrow())
        .isNotEqualTo(one.parameters());
  }

  private static Session spark() {
    return Session.on(LocalSpark.context());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GRID,
        GRID + "objective.backward-policy = learned",
        GRID + "train { sync = averaging, local-steps = 4 }",
        GRID + "train { sync = pipelined, staleness = 2 }",
        MOLECULES
      })
  void givesTheSameBitsOnThreadsOnSparkAndOverAResume(String settings) {
    train(settings, "plain", Session.inProcess(1));
    Map<String, Object> expected = Map.copyOf(figures);
    assertThat(expected).containsKeys("log_z", "visited", "reward_calls");
    train(settings, "threads", Session.inProcess(3));
    assertThat(figures).isEqualTo(expected);
    assertSame("threads", "plain");
    train(settings, "spark", spark());
    assertThat(figures).isEqualTo(expected);
    assertSame("spark", "plain");

    train(settings, "parts", false, Session.inProcess(2), () -> figures.containsKey("step"));
    assertThat(checkpoint("parts").counters().step()).isBetween(5L, 8L);
    train(settings, "parts", true, Session.inProcess(1), () -> false);
    assertThat(figures).isEqualTo(expected);
    assertSame("parts", "plain");
  }

  @Test
  void evaluationsAndSamplesAreOfTheAverage() throws IOException {
    train(GRID + "eval.every = 30", "run", Session.inProcess(1));
    StoredPolicy policy = StoredPolicy.of(folder("run"), List.of(), null);
    float[] averaged = policy.checkpoint().averagedParameters().orElseThrow();
    float[] raw = policy.checkpoint().parameters();
    assertThat(policy.parameters()).containsExactly(averaged);
    for (String key : List.of("exact.tv", "log_z")) {
      assertThat(figuresOf(policy.setup(), averaged).get(key)).as(key).isEqualTo(figures.get(key));
      assertThat(figuresOf(policy.setup(), raw).get(key)).as(key).isNotEqualTo(figures.get(key));
    }

    Path output = directory.resolve("sampled.csv");
    SampleCommand command =
        (SampleCommand)
            Main.commandLine()
                .parseArgs(
                    "sample",
                    directory.resolve("run").toString(),
                    "--output",
                    output + "",
                    "--num",
                    "200")
                .subcommand()
                .commandSpec()
                .userObject();
    assertThat(command.sample(LocalSpark.context(), command.plan())).isZero();
    List<String> sampled = Files.readAllLines(output);
    assertThat(sampled).isEqualTo(samples(policy.setup(), averaged, sampled.size() - 1));
    assertThat(sampled).isNotEqualTo(samples(policy.setup(), raw, sampled.size() - 1));
  }

  private static Map<String, Object> figuresOf(Setup<?> setup, float[] parameters) {
    return CheckpointEvaluation.figures(setup, parameters, 30, Session.inProcess(1)).values();
  }

  private List<String> samples(Setup<?> setup, float[] parameters, int num) throws IOException {
    Path file = Files.createTempDirectory(directory, "samples").resolve("a.csv");
    new PolicySamples(setup, parameters, setup.config().seed(), num, OptionalLong.empty(), false)
        .write(LocalSpark.context(), file.toString());
    return Files.readAllLines(file);
  }

  @Test
  void theAverageIsAModelThatDeeplearning4jLoads() throws IOException {
    train(GRID, "run", Session.inProcess(1));
    Path checkpoint = directory.resolve("run/checkpoints/step-00000030");
    Path file = checkpoint.resolve("averaged-model.zip");
    ComputationGraph graph = ComputationGraph.load(file.toFile(), false);
    float[] averaged = checkpoint("run").averagedParameters().orElseThrow();
    assertThat(graph.params().toFloatVector()).containsExactly(averaged);
    // It has no moments.
    assertThat(Files.size(file)).isLessThan(Files.size(checkpoint.resolve("model.zip")));
    train(GRID + "train.ema = null", "without", Session.inProcess(1));
    assertThat(directory.resolve("without/checkpoints/step-00000030/averaged-model.zip"))
        .doesNotExist();
    assertThat(checkpoint("without").parameters()).containsExactly(checkpoint("run").parameters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.ema = null",
        "train.ema = 0.99",
        "train.lr-schedule.warmup = 20",
        "objective.log-z-init = 0"
      })
  void anotherRecipeIsAnotherRun(String change) {
    train(GRID, "run", Session.inProcess(1));
    String key = change.substring(0, change.indexOf(' '));
    assertThatThrownBy(() -> train(GRID + change, "run", true, Session.inProcess(1), () -> false))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cannot resume")
        .hasMessageContaining(key + " was ");
  }

  @Test
  void theReportSaysThatItIsOfTheAverage() throws IOException {
    train(GRID, "run", Session.inProcess(1));
    Path evaluation = directory.resolve("run/evaluation/evaluation.json");
    assertThat(Files.readString(evaluation)).contains("averaged policy", "train.ema = 0.9");
    train(GRID + "train.ema = null", "without", Session.inProcess(1));
    assertThat(Files.readString(directory.resolve("without/evaluation/evaluation.json")))
        .doesNotContain("averaged");
  }

  @Test
  void logZStartsFromTheEstimateAndTheBudgetPaysForIt() {
    // Updates too small to be seen in floats.
    String still = GRID + "train { lr = 1e-30 }, objective.log-z-lr = 1e-30\n";
    String budget = "train { budget.visited = 600, lr-schedule { name = constant, warmup = 0 } }";
    train(still + budget, "run", Session.inProcess(1));
    Checkpoint checkpoint = checkpoint("run");
    // 88 visits are left for steps of 13.
    assertThat(checkpoint.counters().step()).isEqualTo(7);
    assertThat(checkpoint.counters().trajectories()).isEqualTo(ESTIMATED_FROM + 7 * BATCH);
    assertThat(figures.get("reward_calls")).isEqualTo(figures.get("visited"));
    float[] parameters = checkpoint.parameters();
    LogZEstimate estimate = estimate(still + budget, ESTIMATED_FROM, Session.inProcess(2));
    assertThat(parameters[parameters.length - 1]).isEqualTo((float) estimate.logZ());
    assertThat(checkpoint.policyParameters()[parameters.length - 1])
        .isEqualTo((float) estimate.logZ());
  }

  private static LogZEstimate estimate(String settings, int paths, Session session) {
    return estimate(Setup.of(ConfigLoader.parse(settings, "the test")), paths, session);
  }

  private static <S> LogZEstimate estimate(Setup<S> setup, int paths, Session session) {
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(setup, setup.workers(), session, counts -> {})) {
      return evaluation.randomLogZ(paths, counts -> {});
    }
  }

  private static <S> double exactLogZ(Setup<S> setup) {
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(setup, setup.workers(), Session.inProcess(1), counts -> {})) {
      return evaluation.target().orElseThrow().logZ();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'env { ndim = 2, height = 8 }', 512, 1.0",
    "'env { ndim = 2, height = 8 }', 100000, 0.05",
    "'env { ndim = 2, height = 8, termination = forced }', 100000, 0.05",
    "'env { ndim = 3, height = 5 }, objective.backward-policy = learned', 100000, 0.03"
  })
  void theEstimateIsTheExactLogZWithinItsStandardError(String env, int paths, double largest) {
    String settings = GRID.replace("env { ndim = 2, height = 6 }", env);
    Setup<?> setup = Setup.of(ConfigLoader.parse(settings, "the test"));
    LogZEstimate estimate = estimate(setup, paths, Session.inProcess(2));
    assertThat(estimate.standardError()).isBetween(largest / 10, largest);
    assertThat(estimate.logZ()).isCloseTo(exactLogZ(setup), within(2.5 * estimate.standardError()));
    assertThat(estimate.numPaths()).isEqualTo(paths);
    assertThat(estimate.numTransitions()).isGreaterThan(paths);
  }

  @ParameterizedTest
  @ValueSource(strings = {GRID, MOLECULES})
  void theEstimateDoesNotDependOnWhoMakesIt(String settings) {
    LogZEstimate one = estimate(settings, 512, Session.inProcess(1));
    assertThat(estimate(settings, 512, Session.inProcess(3))).isEqualTo(one);
    assertThat(estimate(settings, 512, spark())).isEqualTo(one);
    assertThat(estimate(settings.replace("seed = 3", "seed = 4"), 512, Session.inProcess(1)))
        .isNotEqualTo(one);
  }

  @Test
  void aWarmUpScalesTheUpdatesOfTheNetworkAndOfLogZ() {
    String one =
        GRID
            + "train { steps = 1, updater = sgd, ema = null, lr-schedule { name = constant, warmup"
            + " = ";
    train(one + "0 } }", "cold", Session.inProcess(1));
    train(one + "4 } }", "warm", Session.inProcess(1));
    Setup<?> setup = Setup.of(ConfigLoader.parse(GRID, "the test"));
    float[] start = setup.network().initialState().parameters();
    start[start.length - 1] = (float) estimate(setup, ESTIMATED_FROM, Session.inProcess(1)).logZ();
    float[] cold = checkpoint("cold").parameters();
    float[] warm = checkpoint("warm").parameters();
    assertThat(cold[start.length - 1]).isNotEqualTo(start[start.length - 1]);
    for (int i = 0; i < start.length; i++) {
      double whole = cold[i] - start[i];
      assertThat((double) (warm[i] - start[i]))
          .isCloseTo(0.25 * whole, within(1e-6 + 1e-3 * Math.abs(whole)));
    }
  }
}
