package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {

  @Test
  void pearsonIsWorkedByHand() {
    double[] x = {1, 2, 3, 4};
    double[] y = {2, 1, 4, 3};
    assertThat(Correlation.pearson(x, y).getAsDouble()).isCloseTo(0.6, within(1e-15));
    assertThat(Correlation.pearson(x, new double[] {8, 6, 4, 2}).getAsDouble())
        .isCloseTo(-1, within(1e-15));
  }

  @Test
  void tiesShareTheirMeanRank() {
    assertThat(Correlation.ranks(new double[] {10, 20, 10, 30, 20, 20}))
        .containsExactly(1.5, 4, 1.5, 6, 4, 4);
    double zeros = Correlation.ranks(new double[] {0.0, -0.0})[0];
    assertThat(zeros).isEqualTo(1.5);
  }

  @Test
  void spearmanSeesOnlyOrder() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {1, 10, 100, 1e6, Double.POSITIVE_INFINITY};
    assertThat(Correlation.spearman(x, y).getAsDouble()).isCloseTo(1, within(1e-15));
    // Ranks 1.5 1.5 3 against 1 2 3: 1.5 / sqrt(1.5 * 2).
    assertThat(Correlation.spearman(new double[] {7, 7, 9}, new double[] {1, 2, 3}).getAsDouble())
        .isCloseTo(Math.sqrt(3) / 2, within(1e-15));
  }

  @Test
  void whatHasNoCorrelationIsEmpty() {
    double[] x = {1, 2, 3};
    assertThat(Correlation.pearson(x, new double[] {5, 5, 5})).isEmpty();
    assertThat(Correlation.spearman(x, new double[] {5, 5, 5})).isEmpty();
    assertThat(Correlation.spearman(x, new double[] {5, Double.NaN, 6})).isEmpty();
    assertThat(Correlation.pearson(x, new double[] {1, Double.POSITIVE_INFINITY, 2})).isEmpty();
    assertThat(Correlation.pearson(new double[0], new double[0])).isEmpty();
    assertThat(Correlation.spearman(new double[] {1}, new double[] {2})).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Correlation.pearson(x, new double[] {1}));
  }
}
