package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionDistancesTest {

  @Test
  void isWorkedByHand() {
    double[] p = {0.5, 0.5, 0};
    double[] q = {0.25, 0.5, 0.25};
    DistributionDistances distances = DistributionDistances.between(p, q);
    assertThat(distances.totalVariation()).isCloseTo(0.25, within(1e-15));
    assertThat(distances.kl()).isCloseTo(0.5 * Math.log(2), within(1e-15));
    double js =
        0.5 * (0.5 * Math.log(0.5 / 0.375))
            + 0.5 * (0.25 * Math.log(0.25 / 0.375) + 0.25 * Math.log(2));
    assertThat(distances.jensenShannon()).isCloseTo(js, within(1e-15));
  }

  @Test
  void klRunsFromTheModelToTheTarget() {
    double[] narrow = {1, 0};
    double[] wide = {0.5, 0.5};
    assertThat(DistributionDistances.between(narrow, wide).kl())
        .isCloseTo(Math.log(2), within(1e-15));
    assertThat(DistributionDistances.between(wide, narrow).kl())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void extremesAreReached() {
    double[] a = {1, 0};
    double[] b = {0, 1};
    DistributionDistances apart = DistributionDistances.between(a, b);
    assertThat(apart.totalVariation()).isEqualTo(1);
    assertThat(apart.jensenShannon()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(DistributionDistances.between(a, a)).isEqualTo(new DistributionDistances(0, 0, 0));
    double[] tiny = {1, Double.MIN_VALUE};
    assertThat(DistributionDistances.between(tiny, a).jensenShannon()).isFinite();
  }

  @Test
  void lengthsMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DistributionDistances.between(new double[2], new double[3]));
  }

  @Test
  void errorOfLogZHasNoSign() {
    assertThat(DistributionDistances.logZError(1.5, 2)).isEqualTo(0.5);
    assertThat(DistributionDistances.logZError(2.5, 2)).isEqualTo(0.5);
  }
}
