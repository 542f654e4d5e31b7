package org.gflownet.env.hypergrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.gflownet.env.Variation;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

/** That all results are reachable cells, the contract of environments checks. */
class GridVariationTest {
  private static final int DRAWS = 20_000;

  private static Variation<GridState> variation() {
    return new HypergridEnvironment(2, 5, TerminationRule.MASKED).variation();
  }

  @Test
  void aCrossTakesEachCoordinateFromEitherParent() {
    RandomStream random = new RandomStream(1, 0, 0);
    Map<GridState, Integer> counts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(
          variation().cross(GridState.of(0, 1), GridState.of(3, 4), random), 1, Integer::sum);
    }
    assertThat(counts)
        .containsOnlyKeys(
            GridState.of(0, 1), GridState.of(0, 4), GridState.of(3, 1), GridState.of(3, 4));
    // Five standard deviations are 306.
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(4694, 5306));
  }

  /** Of coordinate 1 of 5: 0 and 2 by a step (1/4 each) or uniformly (1/10), 3 and 4 by 1/10. */
  @Test
  void aMutantDiffersInOneCoordinate() {
    RandomStream random = new RandomStream(2, 0, 0);
    Map<GridState, Integer> counts = new HashMap<>();
    int none = 0;
    for (int i = 0; i < DRAWS; i++) {
      GridState mutant = variation().mutate(GridState.of(1, 1), random);
      if (mutant == null) {
        none++;
      } else {
        assertThat(mutant.coordinate(0) == 1 || mutant.coordinate(1) == 1).isTrue();
        counts.merge(mutant, 1, Integer::sum);
      }
    }
    assertThat(counts).hasSize(8);
    assertThat(counts.get(GridState.of(0, 1))).isBetween(3200, 3800);
    assertThat(counts.get(GridState.of(1, 4))).isBetween(820, 1180);
    assertThat(none).isBetween(1780, 2220);
  }
}
