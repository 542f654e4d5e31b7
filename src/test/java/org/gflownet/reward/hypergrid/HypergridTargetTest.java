package org.gflownet.reward.hypergrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.TargetDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HypergridTargetTest {

  static List<String> names() {
    return HypergridRewards.names();
  }

  @ParameterizedTest
  @CsvSource({
    "original, 4, 8, MASKED, 4096, 569.60, 6.34493",
    "original-hard, 4, 8, MASKED, 4096, 200.96, 5.30311",
    "original-harder, 4, 8, MASKED, 4096, 164.096, 5.10045",
    "original, 4, 8, FORCED, 3773, 503.80, 6.22218",
    "original-hard, 4, 8, FORCED, 3773, 164.23, 5.10127",
    "original-harder, 4, 8, FORCED, 3773, 130.273, 4.86963",
    "original, 2, 8, MASKED, 64, 22.4, 3.10906",
    "original, 2, 8, FORCED, 63, 21.8, 3.08191",
    "gfnx-easy, 4, 20, MASKED, 160000, 5672.0, 8.64330",
    "gfnx-hard, 4, 20, MASKED, 160000, 10784.0, 9.28582",
    "original-harder, 2, 64, MASKED, 4096, 804.096, 6.68972"
  })
  void fixtures(
      String name, int ndim, int height, TerminationRule rule, int states, double z, double logZ) {
    HypergridReward reward = HypergridRewards.byName(name, ndim, height, Map.of());
    List<GridState> cells = GridCells.of(ndim, height, rule);
    assertThat(cells).hasSize(states);
    assertThat(cells.stream().mapToDouble(c -> Math.exp(reward.logReward(c))).sum())
        .isCloseTo(z, within(1e-6 * z));
    assertThat(reward.target(rule).logZ()).isCloseTo(logZ, within(5e-6));
  }

  @ParameterizedTest
  @MethodSource("names")
  void logZIsTheSumOverTheGrid(String name) {
    for (TerminationRule rule : TerminationRule.values()) {
      for (int height : new int[] {2, 3, 4, 5, 8, 11, 16}) {
        for (int ndim = 1; Math.pow(height, ndim) <= 5000; ndim++) {
          HypergridReward reward = HypergridRewards.byName(name, ndim, height, Map.of());
          assertThat(reward.target(rule).logZ())
              .as("%s %d^%d %s", name, height, ndim, rule)
              .isCloseTo(bruteForceLogZ(reward, rule), within(1e-11));
        }
      }
    }
  }

  private static double bruteForceLogZ(HypergridReward reward, TerminationRule rule) {
    double[] logRewards =
        GridCells.of(reward.ndim(), reward.height(), rule).stream()
            .mapToDouble(reward::logReward)
            .toArray();
    return LogSpace.logSumExp(logRewards, 0, logRewards.length);
  }

  /**
   * The L1 distance of n draws from their own distribution is close to sum sqrt(2 q (1 - q) / (pi
   * n)); a wrong component shows up as a multiple of that.
   */
  @ParameterizedTest
  @MethodSource("names")
  void drawsHaveTheFrequenciesOfTheTarget(String name) {
    int draws = 100_000;
    int[][] grids = {{1, 2}, {3, 2}, {2, 3}, {3, 4}, {1, 8}, {2, 8}, {3, 8}};
    for (TerminationRule rule : TerminationRule.values()) {
      for (int[] grid : grids) {
        HypergridReward reward = HypergridRewards.byName(name, grid[0], grid[1], Map.of());
        TargetDistribution<GridState> target = reward.target(rule);
        Map<GridState, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
          counts.merge(target.sample(new RandomStream(11, 0, i)), 1, Integer::sum);
        }
        double l1 = 0;
        double expected = 0;
        for (GridState cell : GridCells.of(grid[0], grid[1], rule)) {
          double q = Math.exp(reward.logReward(cell) - target.logZ());
          Integer count = counts.remove(cell);
          l1 += Math.abs((count == null ? 0 : count) / (double) draws - q);
          expected += Math.sqrt(2 * q * (1 - q) / (Math.PI * draws));
        }
        String what = name + " " + grid[1] + "^" + grid[0] + " " + rule;
        assertThat(counts).as("unreachable cells of " + what).isEmpty();
        assertThat(l1).as(what).isLessThan(3 * expected + 1e-4);
      }
    }
  }

  @Test
  void manyDimensionsStayInClosedForm() {
    int ndim = 500;
    double logPower = ndim * Math.log(8);
    TargetDistribution<GridState> sparse =
        HypergridRewards.byName("sparse", ndim, 8, Map.of()).target(TerminationRule.MASKED);
    assertThat(sparse.logZ()).isCloseTo(logPower - 12 * Math.log(10), within(1e-9));
    TargetDistribution<GridState> forced =
        HypergridRewards.byName("original", ndim, 8, Map.of()).target(TerminationRule.FORCED);
    // 0.1 (7^D + D 7^(D-1)): the other two terms are lost among so many cells.
    double expected = Math.log(0.1) + ndim * Math.log(7) + Math.log1p(ndim / 7.0);
    assertThat(forced.logZ()).isCloseTo(expected, within(1e-9));
    GridState cell = forced.sample(new RandomStream(1, 0, 0));
    int edges = 0;
    for (int d = 0; d < ndim; d++) {
      edges += cell.coordinate(d) == 7 ? 1 : 0;
    }
    assertThat(edges).isLessThanOrEqualTo(1);
    assertThat(HypergridRewards.byName("deceptive", ndim, 8, Map.of()))
        .extracting(r -> r.target(TerminationRule.FORCED).logZ())
        .matches(Double::isFinite);
  }

  @Test
  void aRewardOfZeroEverywhereHasNoTarget() {
    Map<String, Double> onlyBand = Map.of("r0", 0.0, "r1", 0.0);
    HypergridReward noBand = HypergridRewards.byName("original", 2, 6, onlyBand);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noBand.target(TerminationRule.MASKED))
        .withMessageContaining("0");
    HypergridReward band = HypergridRewards.byName("original", 2, 8, onlyBand);
    GridState drawn = band.target(TerminationRule.FORCED).sample(new RandomStream(1, 0, 0));
    assertThat(band.logReward(drawn)).isCloseTo(Math.log(2), within(1e-15));
  }
}
