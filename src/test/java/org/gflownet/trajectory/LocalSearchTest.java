package org.gflownet.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.Heads;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.gflownet.trajectory.LocalSearch.Acceptance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSearchTest {
  private static final int HEIGHT = 3;
  private static final int NUM_UNITS = 5;
  private static final int BATCH = 4_000;

  private static StateTable<GridState> table(HypergridEnvironment grid, boolean learned) {
    Heads heads = learned ? new Heads(3, Heads.ABSENT) : Heads.NONE;
    TabularModel model = new TabularModel(2, HEIGHT, NUM_UNITS, heads);
    float[] logits = Grids.latticeLogits(HEIGHT * HEIGHT * NUM_UNITS, 5);
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= 0.3f;
    }
    model.load(logits);
    return new StateTable<>(grid, model);
  }

  /** R = 1 + x0 + 3 x1. */
  private static final LogReward<GridState> REWARD =
      new LogReward<>() {
        @Override
        public void logRewards(List<? extends GridState> objects, double[] out) {
          for (int i = 0; i < objects.size(); i++) {
            out[i] = LocalSearchTest.logReward(objects.get(i));
          }
        }

        @Override
        public double lowerBound() {
          return 0;
        }
      };

  private static double logReward(GridState cell) {
    return Math.log(1 + cell.coordinate(0) + 3 * cell.coordinate(1));
  }

  private static List<Trajectory<GridState>> sample(
      HypergridEnvironment grid, StateTable<GridState> table, int count) {
    return new Sampler<>(grid, REWARD).sample(table, Exploration.NONE, 1, 2, 0, count);
  }

  private static LocalSearch.Outcome<GridState> refine(
      HypergridEnvironment grid,
      StateTable<GridState> table,
      List<Trajectory<GridState>> sampled,
      LocalSearch.Settings settings) {
    return new LocalSearch<>(grid, REWARD, settings).refine(table, sampled, 1, 2, BATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "MASKED, false, 1",
    "MASKED, true, 2",
    "MASKED, true, 9",
    "FORCED, false, 2",
    "FORCED, true, 9",
  })
  void metropolisHasTheTargetForItsStationaryDistribution(
      TerminationRule rule, boolean learned, int steps) {
    HypergridEnvironment grid = new HypergridEnvironment(2, HEIGHT, rule);
    StateTable<GridState> table = table(grid, learned);
    List<Trajectory<GridState>> sampled = sample(grid, table, BATCH);
    LocalSearch.Outcome<GridState> outcome =
        refine(grid, table, sampled, new LocalSearch.Settings(40, steps, Acceptance.METROPOLIS));
    double[] target = new double[HEIGHT * HEIGHT];
    double total = 0;
    for (int i = 0; i < target.length; i++) {
      GridState cell = GridState.of(i / HEIGHT, i % HEIGHT);
      // With forced termination a corner of two last coordinates cannot be reached.
      boolean reachable =
          rule == TerminationRule.MASKED || i / HEIGHT < HEIGHT - 1 || i % HEIGHT < HEIGHT - 1;
      target[i] = reachable ? Math.exp(logReward(cell)) : 0;
      total += target[i];
    }
    double[] before = frequencies(sampled);
    double[] after = frequencies(outcome.kept());
    double far = 0;
    for (int i = 0; i < target.length; i++) {
      assertThat(after[i]).isCloseTo(target[i] / total, within(0.025));
      far = Math.max(far, Math.abs(before[i] - target[i] / total));
    }
    assertThat(far).isGreaterThan(0.05);
  }

  private static double[] frequencies(List<Trajectory<GridState>> trajectories) {
    double[] frequencies = new double[HEIGHT * HEIGHT];
    for (Trajectory<GridState> trajectory : trajectories) {
      GridState cell = trajectory.terminatingState();
      frequencies[cell.coordinate(0) * HEIGHT + cell.coordinate(1)] += 1.0 / trajectories.size();
    }
    return frequencies;
  }

  @Test
  void greaterNeverLosesRewardAndKeepsWholePaths() {
    HypergridEnvironment grid = new HypergridEnvironment(2, HEIGHT, TerminationRule.MASKED);
    StateTable<GridState> table = table(grid, true);
    List<Trajectory<GridState>> sampled = sample(grid, table, 50);
    LocalSearch.Outcome<GridState> outcome =
        refine(grid, table, sampled, new LocalSearch.Settings(4, 2, Acceptance.GREATER));
    assertThat(outcome.proposed()).hasSize(200);
    int better = 0;
    for (int i = 0; i < 50; i++) {
      double gain = outcome.kept().get(i).logReward() - sampled.get(i).logReward();
      assertThat(gain).isNotNegative();
      better += gain > 0 ? 1 : 0;
    }
    assertThat(better).isPositive();
    List<Trajectory<GridState>> all = new ArrayList<>(outcome.proposed());
    all.addAll(outcome.kept());
    for (Trajectory<GridState> path : all) {
      GridState state = grid.initialState();
      for (int t = 0; t < path.actions().length; t++) {
        assertThat(path.states().get(t)).isEqualTo(state);
        state = grid.step(state, path.actions()[t]);
      }
      assertThat(path.terminatingState()).isEqualTo(state);
      assertThat(path.states()).hasSize(path.actions().length + 1);
      assertThat(path.logReward()).isEqualTo(logReward(state));
    }
    assertThat(outcome.proposed().stream().map(Trajectory::index))
        .doesNotHaveDuplicates()
        .allMatch(index -> index >= BATCH);
  }

  @Test
  void aTrajectoryDoesNotDependOnTheOthers() {
    HypergridEnvironment grid = new HypergridEnvironment(2, HEIGHT, TerminationRule.MASKED);
    StateTable<GridState> table = table(grid, true);
    List<Trajectory<GridState>> sampled = sample(grid, table, 8);
    LocalSearch.Settings settings = new LocalSearch.Settings(3, 2, Acceptance.METROPOLIS);
    List<Trajectory<GridState>> together = refine(grid, table, sampled, settings).kept();
    for (int i = 0; i < 8; i++) {
      table.clear();
      Trajectory<GridState> alone =
          refine(grid, table, sampled.subList(i, i + 1), settings).kept().get(0);
      assertThat(together.get(i).states()).isEqualTo(alone.states());
      assertThat(together.get(i).index()).isEqualTo(alone.index());
    }
  }
}
