package org.gflownet.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Heads;
import org.gflownet.model.StateTable;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backward paths of a learned P_B; those of a uniform one are in PathProbabilitiesTest. */
class BackwardSamplerTest {
  private static final int BACKWARD_UNIT = 3;
  private static final int NUM_UNITS = 5;

  private static TabularModel model() {
    TabularModel model = new TabularModel(2, 4, NUM_UNITS, new Heads(BACKWARD_UNIT, Heads.ABSENT));
    model.load(Grids.latticeLogits(16 * NUM_UNITS, 3));
    return model;
  }

  /** P_B(back through dimension 0 | cell) as the parameters say. */
  private static double first(GridState cell, TerminationRule rule) {
    float[] logits = Grids.latticeLogits(16 * NUM_UNITS, 3);
    int at = (cell.coordinate(0) * 4 + cell.coordinate(1)) * NUM_UNITS + BACKWARD_UNIT;
    // With forced termination no path goes on from a cell at the border.
    boolean border = rule == TerminationRule.FORCED && cell.coordinate(1) == 3;
    double zero = cell.coordinate(0) > 0 && !border ? Math.exp(logits[at]) : 0;
    double one = cell.coordinate(1) > 0 ? Math.exp(logits[at + 1]) : 0;
    return zero / (zero + one);
  }

  private static double probability(List<GridState> states, TerminationRule rule) {
    double product = 1;
    for (int t = 1; t < states.size(); t++) {
      GridState state = states.get(t);
      boolean zero = states.get(t - 1).coordinate(0) < state.coordinate(0);
      product *= zero ? first(state, rule) : 1 - first(state, rule);
    }
    return product;
  }

  private static List<RandomStream> streams(int count) {
    List<RandomStream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(new RandomStream(9, 1, i));
    }
    return streams;
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void pathsHaveTheProbabilitiesOfTheModel(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    StateTable<GridState> table = new StateTable<>(grid, model());
    GridState object = GridState.of(2, 3);
    int draws = 40_000;
    List<Trajectory<GridState>> paths =
        new BackwardSampler<>(grid)
            .sample(
                table, Collections.nCopies(draws, object), new double[draws], streams(draws), 7);
    Map<List<GridState>, Integer> counts = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      Trajectory<GridState> path = paths.get(i);
      assertThat(path.index()).isEqualTo(7 + i);
      assertThat(path.stopped()).isEqualTo(rule == TerminationRule.MASKED);
      GridState state = grid.initialState();
      for (int t = 0; t < path.actions().length; t++) {
        assertThat(path.states().get(t)).isEqualTo(state);
        state = grid.step(state, path.actions()[t]);
      }
      assertThat(state).isEqualTo(object);
      counts.merge(path.states(), 1, Integer::sum);
    }
    // 5 steps, 2 of them in dimension 0; with forced termination the last is in dimension 1.
    assertThat(counts).hasSize(rule == TerminationRule.FORCED ? 6 : 10);
    double spread = 0;
    for (Map.Entry<List<GridState>, Integer> entry : counts.entrySet()) {
      double expected = probability(entry.getKey(), rule);
      assertThat(entry.getValue() / (double) draws).isCloseTo(expected, within(0.012));
      spread = Math.max(spread, Math.abs(expected - 1.0 / counts.size()));
    }
    // The policy is far from uniform, so the test could tell them apart.
    assertThat(spread).isGreaterThan(0.05);
  }

  @Test
  void aPathDoesNotDependOnTheOthers() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, TerminationRule.MASKED);
    List<GridState> objects =
        List.of(GridState.of(3, 3), GridState.of(0, 0), GridState.of(1, 2), GridState.of(0, 3));
    StateTable<GridState> table = new StateTable<>(grid, model());
    BackwardSampler<GridState> sampler = new BackwardSampler<>(grid);
    List<Trajectory<GridState>> together =
        sampler.sample(table, objects, new double[] {1, 2, 3, 4}, streams(4), 0);
    for (int i = 0; i < 4; i++) {
      table.clear();
      Trajectory<GridState> alone =
          sampler
              .sample(
                  table,
                  objects.subList(i, i + 1),
                  new double[] {i + 1},
                  streams(4).subList(i, i + 1),
                  i)
              .get(0);
      assertThat(together.get(i).states()).isEqualTo(alone.states());
      assertThat(together.get(i).actions()).containsExactly(alone.actions());
      assertThat(together.get(i).logReward()).isEqualTo(i + 1.0);
    }
  }
}
