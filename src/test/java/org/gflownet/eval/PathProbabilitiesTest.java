package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.testing.TabularModel;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathProbabilitiesTest {

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void agreeWithTheRecursionOverPaths(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    float[] logits = Policies.random(grid, 5);
    StateTable<GridState> table = new StateTable<>(grid, Policies.model(grid, logits));
    PathProbabilities<GridState> probabilities = new PathProbabilities<>(table);
    List<Policies.WeightedPath> paths = Policies.paths(grid, logits);
    paths.forEach(p -> probabilities.intern(p.trajectory()));
    table.evaluate();
    double total = 0;
    Map<GridState, Double> backward = new HashMap<>();
    for (Policies.WeightedPath path : paths) {
      Trajectory<GridState> trajectory = path.trajectory();
      double logForward = probabilities.logForward(trajectory);
      double logBackward = probabilities.logBackward(trajectory);
      assertThat(logForward).isCloseTo(Math.log(path.forward()), within(1e-12));
      assertThat(logBackward).isCloseTo(Math.log(path.backward()), within(1e-12));
      total += Math.exp(logForward);
      backward.merge(trajectory.terminatingState(), Math.exp(logBackward), Double::sum);
    }
    assertThat(total).isCloseTo(1, within(1e-12));
    assertThat(backward.values()).allSatisfy(p -> assertThat(p).isCloseTo(1, within(1e-12)));
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void backwardPathsHaveTheirProbabilities(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    GridState object = GridState.of(2, 3);
    Map<List<GridState>, Double> expected = new HashMap<>();
    for (Policies.WeightedPath path : Policies.paths(grid, Policies.random(grid, 6))) {
      if (path.trajectory().terminatingState().equals(object)) {
        expected.put(path.trajectory().states(), path.backward());
      }
    }
    BackwardSampler<GridState> sampler = new BackwardSampler<>(grid);
    Map<List<GridState>, Integer> counts = new HashMap<>();
    int draws = 50_000;
    double[] logRewards = new double[draws];
    Arrays.fill(logRewards, -1.5);
    List<RandomStream> randoms = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      randoms.add(new RandomStream(7, 0, i));
    }
    StateTable<GridState> table =
        new StateTable<>(grid, Policies.model(grid, Policies.random(grid, 1)));
    List<Trajectory<GridState>> paths =
        sampler.sample(table, Collections.nCopies(draws, object), logRewards, randoms, 0);
    for (int i = 0; i < draws; i++) {
      Trajectory<GridState> path = paths.get(i);
      counts.merge(path.states(), 1, Integer::sum);
      assertThat(path.stopped()).isEqualTo(rule == TerminationRule.MASKED);
      assertThat(path.logReward()).isEqualTo(-1.5);
      assertThat(path.index()).isEqualTo(i);
      replay(grid, path);
    }
    assertThat(counts.keySet()).isEqualTo(expected.keySet());
    counts.forEach(
        (states, count) ->
            assertThat(count / (double) draws).isCloseTo(expected.get(states), within(0.012)));
  }

  private static void replay(HypergridEnvironment grid, Trajectory<GridState> path) {
    GridState state = grid.initialState();
    for (int t = 0; t < path.actions().length; t++) {
      assertThat(path.states().get(t)).isEqualTo(state);
      state = grid.step(state, path.actions()[t]);
    }
    assertThat(state).isEqualTo(path.terminatingState());
  }

  @Test
  void aJumpIsNoPath() {
    HypergridEnvironment grid = new HypergridEnvironment(1, 4, TerminationRule.MASKED);
    StateTable<GridState> table =
        new StateTable<>(grid, Policies.model(grid, Policies.random(grid, 1)));
    PathProbabilities<GridState> probabilities = new PathProbabilities<>(table);
    Trajectory<GridState> jump =
        new Trajectory<>(List.of(GridState.of(0), GridState.of(2)), new int[] {0}, true, 0.0, 0);
    probabilities.intern(jump);
    table.evaluate();
    assertThatIllegalArgumentException().isThrownBy(() -> probabilities.logForward(jump));
  }

  /** Two actions from 0 to 1: the transition has the probability of both. */
  @Test
  void parallelEdgesAreOneTransition() {
    FlowModel model = new TabularModel(1, 2, 3);
    model.load(new float[] {1, 2, 0.5f, 0, 0, 0});
    StateTable<Integer> table = new StateTable<>(new TwoWays(), model);
    PathProbabilities<Integer> probabilities = new PathProbabilities<>(table);
    Trajectory<Integer> path = new Trajectory<>(List.of(0, 1), new int[] {1}, true, 0.0, 0);
    probabilities.intern(path);
    table.evaluate();
    double e1 = Math.exp(1) + Math.exp(2);
    assertThat(probabilities.logForward(path))
        .isCloseTo(Math.log(e1 / (e1 + Math.exp(0.5))), within(1e-12));
    assertThat(probabilities.logBackward(path)).isZero();
  }

  /** States 0 and 1 with two actions between them, and STOP. */
  private static final class TwoWays implements Environment<Integer> {
    @Override
    public Integer initialState() {
      return 0;
    }

    @Override
    public int numActions() {
      return 3;
    }

    @Override
    public int numBackwardActions() {
      return 1;
    }

    @Override
    public int stopAction() {
      return 2;
    }

    @Override
    public Termination termination(Integer state) {
      return Termination.OPTIONAL;
    }

    @Override
    public void forwardActions(Integer state, IntList out) {
      if (state == 0) {
        out.add(0);
        out.add(1);
      }
      out.add(2);
    }

    @Override
    public Integer step(Integer state, int action) {
      return 1;
    }

    @Override
    public void backwardActions(Integer state, IntList out) {
      if (state == 1) {
        out.add(0);
      }
    }

    @Override
    public Integer backstep(Integer state, int backwardAction) {
      return 0;
    }

    @Override
    public void edgeActions(Integer state, int backwardAction, IntList out) {
      out.add(0);
      out.add(1);
    }

    @Override
    public int numFeatures() {
      return 2;
    }

    @Override
    public void encode(Integer state, IntList activeFeatures) {
      activeFeatures.add(state);
    }
  }
}
