package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The arithmetic of the estimate; what it says of spaces is in {@code FirstLogZSparkTest}. */
class LogZEstimateTest {

  @Test
  void isTheLogOfTheMeanWeight() {
    // Weights 1 and 3: mean 2, sum of squares 10, square of the sum 16.
    LogZEstimate estimate = LogZEstimate.of(new double[] {0, Math.log(3)}, 9);
    assertThat(estimate.logZ()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(10.0 / 16 - 1.0 / 2), within(1e-12));
    assertThat(estimate.numPaths()).isEqualTo(2);
    assertThat(estimate.numTransitions()).isEqualTo(9);
  }

  @Test
  void largeWeightsDoNotOverflow() {
    LogZEstimate estimate = LogZEstimate.of(new double[] {5000, 5000, 5000}, 3);
    assertThat(estimate.logZ()).isCloseTo(5000, within(1e-9));
    assertThat(estimate.standardError()).isCloseTo(0, within(1e-6));
  }

  @Test
  void rewardsOfZeroCountAsPaths() {
    double[] weights = {Double.NEGATIVE_INFINITY, 0, 0, Double.NEGATIVE_INFINITY};
    assertThat(LogZEstimate.of(weights, 0).logZ()).isCloseTo(Math.log(0.5), within(1e-12));
    double[] none = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertThat(LogZEstimate.of(none, 0).logZ()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(LogZEstimate.of(none, 0).standardError()).isNaN();
  }
}
