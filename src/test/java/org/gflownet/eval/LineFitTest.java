package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineFitTest {
  @Test
  void findsALine() {
    LineFit fit = LineFit.of(new double[] {0, 1, 2, 5}, new double[] {1, 3, 5, 11}).orElseThrow();
    assertThat(fit.slope()).isCloseTo(2, within(1e-12));
    assertThat(fit.intercept()).isCloseTo(1, within(1e-12));
    assertThat(fit.r2()).isCloseTo(1, within(1e-12));
    assertThat(fit.rmse()).isCloseTo(0, within(1e-7));
    assertThat(fit.offset()).isCloseTo(3, within(1e-12));
  }

  @Test
  void leavesResidualsOfAHandWorkedExample() {
    // y = 1/6 + x/2 over (0, 0), (1, 1), (2, 1): residuals -1/6, 1/3, -1/6.
    LineFit fit = LineFit.of(new double[] {0, 1, 2}, new double[] {0, 1, 1}).orElseThrow();
    assertThat(fit.slope()).isCloseTo(0.5, within(1e-12));
    assertThat(fit.intercept()).isCloseTo(1.0 / 6, within(1e-12));
    assertThat(fit.rmse()).isCloseTo(Math.sqrt(1.0 / 18), within(1e-12));
    assertThat(fit.r2()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void hasNoAnswerWithoutALine() {
    assertThat(LineFit.of(new double[] {1}, new double[] {1})).isEmpty();
    assertThat(LineFit.of(new double[] {1, 1}, new double[] {1, 2})).isEmpty();
    assertThat(LineFit.of(new double[] {0, 1}, new double[] {1, Double.NEGATIVE_INFINITY}))
        .isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> LineFit.of(new double[1], new double[2]));
  }
}
