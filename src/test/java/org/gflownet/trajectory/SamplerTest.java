package org.gflownet.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerTest {

  private static StateTable<GridState> tableOf(HypergridEnvironment grid, float[] logits) {
    TabularModel model = new TabularModel(grid.ndim(), grid.height(), grid.numActions());
    model.load(logits);
    return new StateTable<>(grid, model);
  }

  private static List<Trajectory<GridState>> sample(
      HypergridEnvironment grid, float[] logits, Exploration exploration, long from, long to) {
    return new Sampler<>(grid, Grids.logReward())
        .sample(tableOf(grid, logits), exploration, 42, 3, from, to);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void samplesInProportionToTheRewardUnderTheExactFlow(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    int samples = 100_000;
    double[] counts = new double[16];
    for (Trajectory<GridState> t :
        sample(grid, Grids.exactFlow(grid), Exploration.NONE, 0, samples)) {
      counts[(int) grid.indexOf(t.terminatingState())]++;
    }
    double z = Grids.partition(grid);
    for (int i = 0; i < 16; i++) {
      double p = grid.stateAt(i).map(s -> Grids.reward(s) / z).orElse(0.0);
      // Five standard deviations of a binomial count: a false alarm once in 10^5 seeds.
      assertThat(counts[i] / samples)
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / samples) + 1e-12));
    }
  }

  @Test
  void aTrajectoryDoesNotDependOnItsSlice() {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, TerminationRule.MASKED);
    float[] logits = Grids.latticeLogits(64 * 4, 9);
    Exploration exploration = new Exploration(0.2, 1.5);
    List<Trajectory<GridState>> whole = sample(grid, logits, exploration, 0, 20);
    List<Trajectory<GridState>> parts = new ArrayList<>(sample(grid, logits, exploration, 0, 7));
    parts.addAll(sample(grid, logits, exploration, 7, 20));
    for (int i = 0; i < 20; i++) {
      assertThat(parts.get(i).states()).isEqualTo(whole.get(i).states());
      assertThat(parts.get(i).actions()).containsExactly(whole.get(i).actions());
      assertThat(parts.get(i).index()).isEqualTo(i);
    }
  }

  @Test
  void pathsAreLegalAndEndAsTheRuleSays() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, TerminationRule.FORCED);
    float[] logits = new float[9 * 3];
    for (Trajectory<GridState> t : sample(grid, logits, new Exploration(1.0, 1.0), 0, 500)) {
      assertThat(t.states()).hasSize(t.actions().length + 1);
      for (int i = 0; i < t.actions().length; i++) {
        IntList legal = new IntList();
        grid.forwardActions(t.states().get(i), legal);
        assertThat(Arrays.stream(legal.toArray())).contains(t.actions()[i]);
        assertThat(grid.step(t.states().get(i), t.actions()[i])).isEqualTo(t.states().get(i + 1));
      }
      boolean atEdge =
          t.terminatingState().coordinate(0) == 2 || t.terminatingState().coordinate(1) == 2;
      assertThat(t.stopped()).isEqualTo(!atEdge);
      assertThat(t.numTransitions()).isEqualTo(t.actions().length + (atEdge ? 0 : 1));
      assertThat(t.logReward()).isEqualTo(Math.log(Grids.reward(t.terminatingState())));
    }
  }

  @Test
  void epsilonAndTemperatureFlattenThePolicy() {
    float[] logits = {0f, 3f};
    assertThat(share(logits, Exploration.NONE)).isCloseTo(0.9526, within(0.005));
    assertThat(share(logits, new Exploration(0.0, 3.0))).isCloseTo(0.7311, within(0.01));
    assertThat(share(logits, new Exploration(0.4, 1.0)))
        .isCloseTo(0.6 * 0.9526 + 0.4 * 0.5, within(0.01));
    assertThat(share(logits, new Exploration(1.0, 1.0))).isCloseTo(0.5, within(0.01));
  }

  private static double share(float[] logits, Exploration exploration) {
    RandomStream random = new RandomStream(1, 2, 3);
    int second = 0;
    for (int i = 0; i < 100_000; i++) {
      second += ActionSampler.explore(logits, 0, 2, exploration, random);
    }
    return second / 100_000.0;
  }

  @Test
  void drawsAreStableForLogitsOfAnySize() {
    RandomStream random = new RandomStream(1, 2, 3);
    float[] huge = {-3e38f, 88_000f, Float.NEGATIVE_INFINITY, 88_000f};
    int[] counts = new int[4];
    for (int i = 0; i < 20_000; i++) {
      counts[ActionSampler.draw(huge, 0, 4, 1.0, random)]++;
    }
    assertThat(counts[0] + counts[2]).isZero();
    assertThat(counts[1] / 20_000.0).isCloseTo(0.5, within(0.02));
  }

  @Test
  void refusesLogitsThatAreNotFinite() {
    RandomStream random = new RandomStream(1, 2, 3);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ActionSampler.draw(new float[] {0f, bad, 0f}, 0, 3, 1.0, random))
          .isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> ActionSampler.draw(new float[] {bad}, 0, 1, 1.0, random))
          .isInstanceOf(ArithmeticException.class);
    }
    float[] nothing = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertThatThrownBy(() -> ActionSampler.draw(nothing, 0, 2, 1.0, random))
        .isInstanceOf(ArithmeticException.class);
  }
}
