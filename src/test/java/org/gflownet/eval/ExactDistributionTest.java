package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;
import org.gflownet.testing.Grids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExactDistributionTest {

  private static ExactDistribution distribution(
      HypergridEnvironment grid, float[] logits, int chunk) {
    return ExactDistribution.of(
        grid, new ModelLogitSource<>(grid, Policies.model(grid, logits)), chunk);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, MASKED",
    "2, 3, FORCED",
    "3, 3, MASKED",
    "3, 3, FORCED",
    "1, 2, FORCED",
    "1, 5, MASKED"
  })
  void isTheSumOverAllPaths(int ndim, int height, TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(ndim, height, rule);
    float[] logits = Policies.random(grid, 1);
    double[] expected = new double[(int) grid.numIndices()];
    for (Policies.WeightedPath path : Policies.paths(grid, logits)) {
      expected[(int) grid.indexOf(path.trajectory().terminatingState())] += path.forward();
    }
    ExactDistribution distribution = distribution(grid, logits, 1000);
    assertThat(distribution.probabilities()).containsExactly(expected, within(1e-14));
    assertThat(Arrays.stream(distribution.probabilities()).sum()).isCloseTo(1, within(1e-14));
    assertThat(distribution.logZ()).isEqualTo(LogSpace.logSumExp(logits, 0, ndim + 1));
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void chunksDoNotChangeTheBits(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, rule);
    float[] logits = Policies.random(grid, 2);
    double[] whole = distribution(grid, logits, 4096).probabilities();
    for (int chunk : new int[] {1, 7, 64}) {
      assertThat(distribution(grid, logits, chunk).probabilities()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void theExactFlowSamplesTheTarget(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, rule);
    ExactDistribution distribution = distribution(grid, Grids.exactFlow(grid), 4096);
    ExactTarget target = ExactTarget.of(grid, Grids.logReward());
    DistributionDistances distances =
        DistributionDistances.between(distribution.probabilities(), target.probabilities());
    // Logits are single precision.
    assertThat(distances.totalVariation()).isLessThan(1e-6);
    assertThat(distances.kl()).isLessThan(1e-12);
    assertThat(distances.jensenShannon()).isLessThan(1e-12);
    assertThat(distribution.logZ()).isCloseTo(Math.log(Grids.partition(grid)), within(1e-6));
    assertThat(target.logZ()).isCloseTo(Math.log(Grids.partition(grid)), within(1e-12));
  }

  @Test
  void extremeLogitsGiveProbabilitiesNotNumbersOutOfRange() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, TerminationRule.MASKED);
    float[] logits = new float[27];
    Arrays.fill(logits, -3e38f);
    logits[2] = 3e38f;
    double[] p = distribution(grid, logits, 100).probabilities();
    assertThat(p[0]).isEqualTo(1.0);
    assertThat(Arrays.stream(p).sum()).isEqualTo(1.0);
  }

  @Test
  void theTargetCountsOnlyReachableStates() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 8, TerminationRule.FORCED);
    ExactTarget target = ExactTarget.of(grid, Grids.logReward());
    assertThat(target.numStates()).isEqualTo(63);
    assertThat(target.probabilities()[(int) grid.indexOf(GridState.of(7, 7))]).isZero();
    assertThat(Arrays.stream(target.probabilities()).sum()).isCloseTo(1, within(1e-13));
  }

  @Test
  void tooManyStatesAreRefused() {
    HypergridEnvironment grid = new HypergridEnvironment(20, 20, TerminationRule.MASKED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExactTarget.of(grid, Grids.logReward()))
        .withMessageContaining("too many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExactDistribution.of(grid, (from, to) -> new float[0]));
  }
}
