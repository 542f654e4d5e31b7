package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.Conditioned;
import org.gflownet.env.EnumerableConditionalEnvironment;
import org.gflownet.env.EnumerableEnvironmentContract;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.Identity;
import org.gflownet.env.molecule.Vocabularies;
import org.gflownet.job.Main;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.run.evaluate.Evaluations;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network for molecules under every exponent of the reward in a range. */
class ConditionalMoleculesSparkTest {
  @TempDir private Path directory;

  /** The contract of environments. */
  @Nested
  class Environment extends EnumerableEnvironmentContract<Conditioned<FragmentState>> {
    private final FragmentEnvironment fragments =
        new FragmentEnvironment(Vocabularies.small(), 2, 3, Identity.CANONICAL);
    private final EnumerableConditionalEnvironment<FragmentState> environment =
        new EnumerableConditionalEnvironment<>(
            new EnumerableFragmentEnvironment(fragments, 5000), 0.5, 4, 1.25);

    @Override
    protected EnumerableConditionalEnvironment<FragmentState> environment() {
      return environment;
    }

    @Override
    protected void assertEncoding(Conditioned<FragmentState> state, int[] encoding) {
      // Ints of a graph, as without conditions.
      assertThat(encoding).hasSizeLessThanOrEqualTo(environment().numFeatures());
    }
  }

  private String settings(String more) throws IOException {
    Path vocabulary = Files.writeString(directory.resolve("vocabulary.csv"), Vocabularies.SMALL);
    return """
    seed = 5
    env { name = molecule, min-blocks = 1, max-blocks = 3, max-states = 5000 }
    reward { name = qed, exponent = 3 }
    model { width = 32, rounds = 2, engine = vector }
    train { objective = tb, steps = 2500, batch = 32, slices = 2 }
    condition { min = 0.5, max = 4 }
    """
        + "env.vocabulary = \""
        + vocabulary
        + "\"\n"
        + more
        + "\n";
  }

  private static TrainingState train(GflownetConfig config, StepExecutor executor, int steps) {
    TrainingState state = new Network(config, Problem.of(config)).initialState();
    Trainer.Settings settings =
        new Trainer.Settings(
            config.seed(),
            steps,
            config.train().batch(),
            config.train().slices(),
            new Schedule(Schedule.Shape.COSINE, 0.01, 2e-4, steps),
            0,
            Schedule.constant(0.05),
            Schedule.constant(1),
            0,
            0);
    new Trainer(settings, executor, ConfiguredWorkers.objective(config), java.util.List.of())
        .run(state, () -> false);
    return state;
  }

  private static ConfiguredWorkers workers(GflownetConfig config, String key) {
    FlowModel.Factory engine = new Network(config, Problem.of(config)).engine();
    return new ConfiguredWorkers(config.render(), engine, key);
  }

  private static <S> Map<String, Double> figures(
      Problem<S> problem, GflownetConfig config, float[] parameters) {
    return Evaluations.of(
            Setup.of(config, problem),
            workers(config, "figures"),
            Session.inProcess(1),
            counts -> {})
        .evaluate(parameters);
  }

  @Test
  void oneNetworkSamplesAtEveryExponent() throws IOException {
    GflownetConfig config = ConfigLoader.parse(settings(""), "the test");
    float[] parameters;
    try (StepExecutor executor = new InProcessStepExecutor(workers(config, "learn"), 2)) {
      parameters = train(config, executor, 2500).parameters();
    }
    for (double beta : new double[] {0.5, 1, 2, 4}) {
      GflownetConfig at = ConfigLoader.parse(settings("condition.beta = " + beta), "the test");
      Map<String, Double> figures = figures(Problem.of(at), at, parameters);
      assertThat(figures.get("exact.tv")).as("beta " + beta).isLessThan(0.06);
    }
    // The targets are not alike: a policy that did not read beta would fail.
    assertThat(distance(target(0.5), target(4))).isGreaterThan(0.3);
  }

  private double[] target(double beta) throws IOException {
    GflownetConfig at = ConfigLoader.parse(settings("condition.beta = " + beta), "the test");
    return target(Problem.of(at));
  }

  private static <S> double[] target(Problem<S> problem) {
    double[] p = new double[(int) problem.numIndices().orElseThrow()];
    double total = 0;
    for (int i = 1; i < p.length; i++) {
      S molecule = problem.enumerable().orElseThrow().stateAt(i).orElseThrow();
      p[i] = Math.exp(problem.reward().logReward(molecule));
      total += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= total;
    }
    return p;
  }

  private static double distance(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]) / 2;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.objective = tb",
        "train.objective = fm",
        "train.objective = subtb, objective.backward-policy = learned"
      })
  void trainingOnSparkHasTheBitsOfThatWithoutIt(String more) throws IOException {
    String plain = "env.max-states = 0, visited.enabled = true, " + more;
    GflownetConfig config = ConfigLoader.parse(settings(plain), "the test");
    ConfiguredWorkers workers = workers(config, "conditional-molecules" + more);
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      float[] onSpark = train(config, spark, 6).parameters();
      assertThat(onSpark).containsExactly(train(config, local, 6).parameters());
    }
  }

  @Test
  void runsAreTrainedEvaluatedAndReported() throws IOException {
    String more =
        """
        train { steps = 4, batch = 6 }
        env.max-states = 0
        eval { every = 2, samples = 8 }
        progress.mode = none
        cluster.master = "in-process[1]"
        """;
    Path conf = Files.writeString(directory.resolve("run.conf"), settings(more));
    Path run = directory.resolve("run");
    assertThat(Main.run("train", conf.toString(), "--out", run.toString())).isZero();
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(
            Main.run(
                "evaluate", run.toString(), "--set", "condition.beta=3", "--master", "in-process"))
        .isZero();
  }
}
