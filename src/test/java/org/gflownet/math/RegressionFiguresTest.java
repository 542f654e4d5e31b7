package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RegressionFiguresTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  @Test
  void byHand() {
    RegressionFigures figures =
        RegressionFigures.of(new double[] {1, 2, 3, 6}, new double[] {2, 2, 1, 5});
    // Errors 1, 0, 2, 1; mean 3, squares about it 4 + 1 + 0 + 9.
    assertThat(figures.count()).isEqualTo(4);
    assertThat(figures.mse()).isEqualTo(1.5);
    assertThat(figures.r2().orElseThrow()).isCloseTo(1 - 6.0 / 14, CLOSE);
    // Ranks 1 2 3 4 and 2.5 2.5 1 4.
    assertThat(figures.spearman().orElseThrow()).isCloseTo(1.5 / Math.sqrt(5 * 4.5), CLOSE);
  }

  @Test
  void aConstantHasNoRanksAndNoVariance() {
    double[] values = {1, 2, 3};
    double[] constant = {2, 2, 2};
    assertThat(RegressionFigures.of(values, constant).r2()).hasValue(0.0);
    assertThat(RegressionFigures.of(values, constant).spearman()).isEmpty();
    assertThat(RegressionFigures.of(constant, values).r2()).isEmpty();
  }

  @Test
  void nothingHasNoFigures() {
    assertThatThrownBy(() -> RegressionFigures.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RegressionFigures.of(new double[2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
