package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.ConditionalEnvironment;
import org.gflownet.env.Conditioned;
import org.gflownet.env.EnumerableConditionalEnvironment;
import org.gflownet.env.EnumerableEnvironmentContract;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateTable;
import org.gflownet.model.dl4j.Dl4jFlowModel;
import org.gflownet.run.evaluate.Evaluations;
import org.gflownet.testing.Grids;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network for every exponent of the reward in a range. */
class ConditionalPolicyTest {
  private static final String GRID =
      """
      seed = 5
      env { ndim = 2, height = 6 }
      model { hidden = [64, 64], engine = vector }
      train { steps = 1500, batch = 32, slices = 2, lr = 0.005 }
      condition { min = 0.5, max = 3 }
      """;

  /** The contract of environments. */
  @Nested
  class Environment extends EnumerableEnvironmentContract<Conditioned<GridState>> {
    @Override
    protected EnumerableConditionalEnvironment<GridState> environment() {
      return new EnumerableConditionalEnvironment<>(
          new HypergridEnvironment(2, 4, TerminationRule.FORCED), 0.5, 4, 1.25);
    }
  }

  /** TV to R^beta / Z and the error of log Z, at a beta. */
  private static Map<String, Double> figures(String text, double beta, float[] parameters) {
    GflownetConfig config = ConfigLoader.parse(text + "condition.beta = " + beta, "the test");
    return figures(Problem.of(config), config, parameters);
  }

  private static <S> Map<String, Double> figures(
      Problem<S> problem, GflownetConfig config, float[] parameters) {
    FlowModel.Factory engine = new Network(config, problem).engine();
    ConfiguredWorkers workers = new ConfiguredWorkers(config.render(), engine, "figures");
    return Evaluations.of(Setup.of(config, problem), workers, Session.inProcess(1), counts -> {})
        .evaluate(parameters);
  }

  private static float[] train(String text) {
    GflownetConfig config = ConfigLoader.parse(text, "the test");
    Network network = new Network(config, Problem.of(config));
    ConfiguredWorkers workers = new ConfiguredWorkers(config.render(), network.engine(), text);
    Trainer.Settings settings =
        new Trainer.Settings(
            config.seed(),
            config.train().steps(),
            config.train().batch(),
            config.train().slices(),
            new Schedule(Schedule.Shape.COSINE, 0.005, 1e-4, config.train().steps()),
            0,
            Schedule.constant(0.05),
            Schedule.constant(1),
            0,
            0);
    TrainingState state = network.initialState();
    try (StepExecutor executor = new InProcessStepExecutor(workers, 1)) {
      new Trainer(settings, executor, ConfiguredWorkers.objective(config), List.of())
          .run(state, () -> false);
    }
    return state.parameters();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tb", "fm"})
  void oneNetworkSamplesAtEveryExponent(String objective) {
    String text = GRID + "train.objective = " + objective + "\n";
    float[] parameters = train(text);
    for (double beta : new double[] {0.5, 1, 1.7, 3}) {
      Map<String, Double> figures = figures(text, beta, parameters);
      assertThat(figures.get("exact.tv")).as("beta " + beta).isLessThan(0.06);
      assertThat(figures.get("exact.log_z_error")).isCloseTo(0, within(0.15));
    }
    // The targets are not alike: a policy that did not read beta would fail.
    GflownetConfig plain =
        ConfigLoader.parse(GRID.replace("condition { min = 0.5, max = 3 }", ""), "the test");
    assertThat(plain.condition().min()).isEqualTo(OptionalDouble.empty());
    assertThat(distanceOfTargets()).isGreaterThan(0.3);
  }

  private static double distanceOfTargets() {
    double[] low = target(0.5);
    double[] high = target(3);
    double sum = 0;
    for (int i = 0; i < low.length; i++) {
      sum += Math.abs(low[i] - high[i]) / 2;
    }
    return sum;
  }

  private static double[] target(double beta) {
    GflownetConfig config = ConfigLoader.parse(GRID + "condition.beta = " + beta, "the test");
    return target(Problem.of(config));
  }

  private static <S> double[] target(Problem<S> problem) {
    int count = (int) problem.numIndices().orElseThrow();
    double[] p = new double[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      p[i] =
          Math.exp(
              problem
                  .reward()
                  .logReward(problem.enumerable().orElseThrow().stateAt(i).orElseThrow()));
      total += p[i];
    }
    for (int i = 0; i < count; i++) {
      p[i] /= total;
    }
    return p;
  }

  @Test
  void exponentsOfTrainingAreUniformAndBelongToTheirTrajectory() {
    ConditionalEnvironment<GridState> environment =
        new ConditionalEnvironment<>(
            new HypergridEnvironment(2, 4, TerminationRule.MASKED), 0.5, 2.5, 1);
    int[] counts = new int[4];
    for (int i = 0; i < 8_000; i++) {
      double beta = environment.drawSource(new RandomStream(1, 2, i)).beta();
      assertThat(beta).isEqualTo(environment.drawSource(new RandomStream(1, 2, i)).beta());
      counts[(int) ((beta - 0.5) / 0.5)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(1_850, 2_150);
    }
    assertThat(environment.initialState().beta()).isEqualTo(1);
  }

  @Test
  void realInputsHaveTheOutputsAndDerivativesOfTheNetworkOfRecord() {
    ConditionalEnvironment<GridState> environment =
        new ConditionalEnvironment<>(
            new HypergridEnvironment(2, 4, TerminationRule.MASKED), 0.5, 2.5, 1);
    MlpSpec spec =
        new MlpSpec(
            environment.numFeatures(),
            List.of(7),
            4,
            Activation.TANH,
            new Heads(Heads.ABSENT, 3),
            0);
    FlowModel own = new MlpFlowModel(spec, new ScalarKernels());
    FlowModel dl4j = new Dl4jFlowModel(spec);
    float[] parameters = Grids.latticeLogits(spec.numParameters(), 4);
    List<float[]> outputs = new ArrayList<>();
    List<float[]> gradients = new ArrayList<>();
    for (FlowModel model : List.of(own, dl4j)) {
      model.load(parameters);
      StateTable<Conditioned<GridState>> table = new StateTable<>(environment, model);
      // The second time over memory that was used before.
      for (int round = 0; round < 2; round++) {
        table.clear();
        for (double beta : new double[] {0.5, 0.77, 1.9, 2.5}) {
          table.intern(new Conditioned<>(GridState.of(1, 2 + round % 2), beta));
          table.intern(new Conditioned<>(GridState.of(0, 0), beta));
        }
        table.evaluate();
      }
      assertThat(table.numRows()).isEqualTo(8);
      int count = table.batch().numOutputs();
      outputs.add(java.util.Arrays.copyOf(table.logits(), count));
      double[] derivative = new double[count];
      for (int i = 0; i < count; i++) {
        derivative[i] = 0.1 * (i % 7) - 0.2;
      }
      float[] gradient = new float[spec.numParameters()];
      model.backward(table.batch(), derivative, gradient);
      gradients.add(gradient);
    }
    assertThat(outputs.get(0)).containsExactly(outputs.get(1), within(1e-5f));
    assertThat(gradients.get(0)).containsExactly(gradients.get(1), within(1e-5f));
    assertThat(outputs.get(0)[0]).isNotEqualTo(outputs.get(0)[outputs.get(0).length / 4]);
  }
}
