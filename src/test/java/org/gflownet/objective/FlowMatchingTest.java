package org.gflownet.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.StateTable;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowMatchingTest {

  private static final class Fixture {
    final HypergridEnvironment grid;
    final TabularModel model;
    final StateTable<GridState> table;
    final FlowMatching objective;

    Fixture(int ndim, int height, TerminationRule rule, FlowMatching objective) {
      grid = new HypergridEnvironment(ndim, height, rule);
      model = new TabularModel(ndim, height, grid.numActions());
      table = new StateTable<>(grid, model);
      this.objective = objective;
    }

    List<Trajectory<GridState>> rollOut(float[] logits, int count) {
      load(logits);
      return new Sampler<>(grid, Grids.logReward())
          .sample(table, new Exploration(0.5, 1.0), 7, 0, 0, count);
    }

    void load(float[] logits) {
      model.load(logits);
      table.clear();
    }

    double loss(float[] logits, List<Trajectory<GridState>> trajectories, float[] gradient) {
      load(logits);
      return objective.combine(sum(trajectories), gradient);
    }

    GradientSum sum(List<Trajectory<GridState>> trajectories) {
      OutputGradients out = new OutputGradients(objective.numParts(), 0);
      objective.evaluate(table, trajectories, new double[0], out);
      GradientSum sum = new GradientSum(objective.numParts(), model.numParameters());
      for (int k = 0; k < objective.numParts(); k++) {
        model.backward(table.batch(), out.gradient(k), sum.vector(k));
        sum.add(k, out.weight(k), out.loss(k));
      }
      return sum;
    }
  }

  private static FlowMatching plain() {
    return new FlowMatching(0.0, 1.0, Reduction.MEAN);
  }

  /** s0 = (0) -> (1) -> STOP on a line of two cells, by hand. */
  private static Trajectory<GridState> onLine() {
    return new Trajectory<>(
        List.of(GridState.of(0), GridState.of(1)), new int[] {0}, true, Math.log(4.0), 0);
  }

  @Test
  void handWorkedValueOnTwoCells() {
    Fixture f = new Fixture(1, 2, TerminationRule.MASKED, plain());
    // F(s0, right) = 1.5, F(s0, STOP) = 0.5, F((1), STOP) = -0.25; unit 0 of cell 1 is illegal.
    float[] logits = {1.5f, 0.5f, 99f, -0.25f};
    float[] gradient = new float[4];
    double loss = f.loss(logits, List.of(onLine()), gradient);
    double inner = 1.5 + 0.25;
    double terminal = -0.25 - Math.log(4.0);
    assertThat(loss).isCloseTo((inner * inner + terminal * terminal) / 2, within(1e-12));
    assertThat(gradient[0]).isCloseTo((float) inner, within(1e-6f));
    assertThat(gradient[1]).isZero();
    assertThat(gradient[2]).isZero();
    assertThat(gradient[3]).isCloseTo((float) (-inner + terminal), within(1e-6f));
  }

  @Test
  void handWorkedValueWithEpsilonBalancedAndWeighted() {
    Fixture f =
        new Fixture(1, 2, TerminationRule.MASKED, new FlowMatching(0.5, 10, Reduction.BALANCED));
    float[] logits = {1.5f, 0.5f, 99f, -0.25f};
    double inner = Math.log(0.5 + Math.exp(1.5)) - Math.log(0.5 + Math.exp(-0.25));
    double terminal = Math.log(0.5 + Math.exp(-0.25)) - Math.log(0.5 + 4.0);
    double loss = f.loss(logits, List.of(onLine()), new float[4]);
    assertThat(loss).isCloseTo(inner * inner + 10 * terminal * terminal, within(1e-12));
  }

  @Test
  void forcedTerminationGivesOneTermWithTheRewardAsOutflow() {
    Fixture f = new Fixture(1, 2, TerminationRule.FORCED, plain());
    Trajectory<GridState> forced =
        new Trajectory<>(
            List.of(GridState.of(0), GridState.of(1)), new int[] {0}, false, Math.log(4.0), 0);
    float[] gradient = new float[4];
    double loss = f.loss(new float[] {1.5f, 0.5f, 99f, 99f}, List.of(forced), gradient);
    double delta = 1.5 - Math.log(4.0);
    assertThat(loss).isCloseTo(delta * delta, within(1e-12));
    assertThat(gradient[0]).isCloseTo((float) (2 * delta), within(1e-6f));
    assertThat(gradient[3]).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "MASKED, 0, 1, MEAN",
    "MASKED, 0.25, 3, MEAN",
    "MASKED, 0, 10, BALANCED",
    "FORCED, 0, 1, MEAN",
    "FORCED, 2.5e-5, 10, BALANCED"
  })
  void gradientAgreesWithFiniteDifferences(
      TerminationRule rule, double eps, double weight, Reduction reduction) {
    Fixture f = new Fixture(2, 3, rule, new FlowMatching(eps, weight, reduction));
    float[] logits = Grids.latticeLogits(f.model.numParameters(), 3);
    List<Trajectory<GridState>> trajectories = f.rollOut(logits, 12);
    float[] gradient = new float[logits.length];
    f.loss(logits, trajectories, gradient);
    int nonZero = 0;
    for (int i = 0; i < logits.length; i++) {
      double numeric = fivePointDerivative(f, trajectories, logits, i);
      // The model's gradient is single precision: 2^-24 relative on each of a few summands.
      assertThat((double) gradient[i])
          .isCloseTo(numeric, within(1e-8 + 1e-5 * Math.abs(numeric) + 1e-6 * norm(gradient)));
      nonZero += numeric != 0 ? 1 : 0;
    }
    assertThat(nonZero).isGreaterThan(10);
  }

  /** Steps on the lattice of the logits are exact in single precision; the error is O(h^4). */
  private static double fivePointDerivative(
      Fixture f, List<Trajectory<GridState>> trajectories, float[] logits, int i) {
    float h = 1f / 256f;
    double[] at = new double[5];
    for (int k = -2; k <= 2; k++) {
      float[] moved = logits.clone();
      moved[i] += k * h;
      at[k + 2] = f.loss(moved, trajectories, new float[logits.length]);
    }
    return (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * h);
  }

  private static double norm(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void isZeroAtTheExactFlow(TerminationRule rule) {
    Fixture f = new Fixture(2, 4, rule, plain());
    float[] logits = Grids.exactFlow(f.grid);
    List<Trajectory<GridState>> trajectories = f.rollOut(logits, 200);
    float[] gradient = new float[logits.length];
    // Logits are rounded to single precision: a residual of a few 2^-24 each.
    assertThat(f.loss(logits, trajectories, gradient)).isLessThan(1e-12);
    assertThat(norm(gradient)).isLessThan(1e-5);
    assertThat(f.loss(Grids.latticeLogits(logits.length, 1), trajectories, gradient))
        .isGreaterThan(0.1);
  }

  @Test
  void sumsOfSlicesGiveTheMeanOverAll() {
    FlowMatching objective = new FlowMatching(0, 2, Reduction.BALANCED);
    Fixture f = new Fixture(2, 4, TerminationRule.MASKED, objective);
    float[] logits = Grids.latticeLogits(f.model.numParameters(), 5);
    List<Trajectory<GridState>> all = f.rollOut(logits, 11);
    float[] whole = new float[logits.length];
    double loss = f.loss(logits, all, whole);

    f.load(logits);
    GradientSum left = f.sum(all.subList(0, 3));
    f.load(logits);
    left.merge(f.sum(all.subList(3, 11)));
    float[] merged = new float[logits.length];
    assertThat(objective.combine(left, merged)).isCloseTo(loss, within(1e-12 * loss));
    for (int i = 0; i < whole.length; i++) {
      assertThat(merged[i]).isCloseTo(whole[i], within(1e-5f * (float) norm(whole)));
    }
  }

  @Test
  void aBatchThatStopsAtTheSourceHasOnlyTerminalTerms() {
    Fixture f =
        new Fixture(1, 2, TerminationRule.MASKED, new FlowMatching(0, 1, Reduction.BALANCED));
    Trajectory<GridState> empty =
        new Trajectory<>(List.of(GridState.of(0)), new int[0], true, 0.0, 0);
    double loss = f.loss(new float[] {1f, 3f, 0f, 0f}, List.of(empty), new float[4]);
    assertThat(loss).isCloseTo(9.0, within(1e-12));
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new FlowMatching(-1, 1, Reduction.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eps");
    assertThatThrownBy(() -> new FlowMatching(0, 0, Reduction.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("terminal weight");
  }
}
