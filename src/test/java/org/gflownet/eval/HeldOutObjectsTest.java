package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;

class HeldOutObjectsTest {
  private static List<GridState> draw(HypergridEnvironment grid, int count, long seed, long model) {
    return HeldOutObjects.draw(
            new StateTable<>(grid, Policies.model(grid, Policies.random(grid, model))), count, seed)
        .stream()
        .map(Trajectory::terminatingState)
        .toList();
  }

  @Test
  void areTheSameForEveryModel() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 8, TerminationRule.MASKED);
    List<GridState> objects = draw(grid, 20, 5, 1);
    assertThat(objects).hasSize(20).doesNotHaveDuplicates().isEqualTo(draw(grid, 20, 5, 2));
    assertThat(objects).isNotEqualTo(draw(grid, 20, 6, 1));
  }

  @Test
  void endWhereThereAreNoMore() {
    HypergridEnvironment grid = new HypergridEnvironment(1, 3, TerminationRule.MASKED);
    assertThat(draw(grid, 50, 1, 1)).hasSize(3);
  }

  @Test
  void flowsAlongEdgesAreThoseOfTheExactDistribution() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, TerminationRule.MASKED);
    ModelLogitSource<GridState> source =
        new ModelLogitSource<>(grid, Policies.model(grid, Policies.random(grid, 3)));
    List<TransitionFlows.Flow> flows = TransitionFlows.of(grid, source);
    double[] p = ExactDistribution.of(grid, source).probabilities();
    // What comes in goes out or stays.
    double[] balance = new double[p.length];
    balance[0] = 1;
    for (TransitionFlows.Flow flow : flows) {
      balance[(int) flow.from()] -= flow.share();
      balance[(int) flow.to()] += flow.share();
    }
    assertThat(flows).hasSize(2 * 3 * 4);
    for (int i = 0; i < p.length; i++) {
      assertThat(balance[i]).isCloseTo(p[i], within(1e-12));
    }
  }
}
