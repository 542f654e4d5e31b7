package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void aPerfectPolicyLiesOnALineOfSlopeOne() {
    double[] logR = {-1, 0, 2, 3};
    double[] logP = {-5, -4, -2, -1};
    Calibration calibration = Calibration.of(logR, logP, logR, null);
    assertThat(calibration.pearson()).isCloseTo(1, within(1e-12));
    assertThat(calibration.line().slope()).isCloseTo(1, within(1e-12));
    assertThat(calibration.line().intercept()).isCloseTo(-4, within(1e-12));
    assertThat(calibration.inflowLine().offset()).isCloseTo(0, within(1e-12));
    assertThat(calibration.exactShare()).isOne();
    assertThat(calibration.points()).hasSize(4);
  }

  @Test
  void objectsThatAreNeverMadeAreLeftOutAndErrorsCounted() {
    double[] logR = {0, 1, Double.NEGATIVE_INFINITY, 2};
    double[] logP = {-3, Double.NEGATIVE_INFINITY, -2, -1};
    double[] errors = {0.25, 0, 0, 0};
    Calibration calibration = Calibration.of(logR, logP, null, errors);
    assertThat(calibration.numObjects()).isEqualTo(2);
    assertThat(calibration.exactShare()).isEqualTo(0.5);
    assertThat(calibration.largestError()).isEqualTo(0.25);
    assertThat(calibration.inflowLine()).isNull();
    assertThat(calibration.points().get(0)).containsExactly(0, -3, Double.NaN, 0.25);
  }

  @Test
  void figuresAreOverAllObjectsAndPointsAreFew() {
    double[] x = new double[10_000];
    java.util.Arrays.setAll(x, i -> i);
    Calibration calibration = Calibration.of(x, x, null, null);
    assertThat(calibration.points()).hasSize(Calibration.MAX_POINTS);
    assertThat(calibration.points().get(1)[0]).isEqualTo(4);
    assertThat(calibration.numObjects()).isEqualTo(10_000);
  }

  @Test
  void constantRewardsHaveNoCorrelation() {
    Calibration calibration = Calibration.of(new double[3], new double[] {1, 2, 3}, null, null);
    assertThat(calibration.pearson()).isNull();
    assertThat(calibration.line()).isNull();
  }
}
