package org.gflownet.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GradientSumTest {

  @Test
  void mergesPartsWeightsAndLosses() {
    GradientSum a =
        new GradientSum(new float[][] {{1, 2}, {3, 4}}, new double[] {1, 2}, new double[] {5, 6});
    GradientSum b =
        new GradientSum(
            new float[][] {{10, 20}, {30, 40}}, new double[] {3, 4}, new double[] {7, 8});
    a.merge(b);
    assertThat(a.vector(0)).containsExactly(11f, 22f);
    assertThat(a.vector(1)).containsExactly(33f, 44f);
    assertThat(a.weight(0)).isEqualTo(4.0);
    assertThat(a.weight(1)).isEqualTo(6.0);
    assertThat(a.loss(0)).isEqualTo(12.0);
    assertThat(a.loss(1)).isEqualTo(14.0);
  }

  /** Of u = 7 and 9 with derivatives 1 and 10, about 5; u = 2 with derivative 100, about 1. */
  @Test
  void mergesMomentsAboutDifferentPivots() {
    GradientSum a =
        new GradientSum(
            new float[][] {{2 * (2 + 40)}, {11}}, new double[] {2, 2}, new double[] {20, 6}, 5);
    GradientSum b =
        new GradientSum(new float[][] {{200}, {100}}, new double[] {1, 1}, new double[] {1, 1}, 1);
    a.merge(b);
    assertThat(a.pivot()).isEqualTo(5.0);
    // 2 - 5 = -3 has the square 9 and the derivative -6.
    assertThat(a.loss(0)).isEqualTo(29.0);
    assertThat(a.loss(1)).isEqualTo(3.0);
    assertThat(a.vector(0)).containsExactly(84f - 600f);
    assertThat(a.vector(1)).containsExactly(111f);
    assertThatThrownBy(() -> a.setPivot(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void seesWhatIsNotFinite() {
    GradientSum sum = new GradientSum(1, 3);
    assertThat(sum.isFinite()).isTrue();
    sum.vector(0)[1] = Float.POSITIVE_INFINITY;
    assertThat(sum.isFinite()).isFalse();
    sum.vector(0)[1] = Float.NaN;
    assertThat(sum.isFinite()).isFalse();
    sum.vector(0)[1] = Float.MAX_VALUE;
    assertThat(sum.isFinite()).isTrue();
    sum.add(0, 1, Double.NaN);
    assertThat(sum.isFinite()).isFalse();
  }

  @Test
  void refusesAnotherShape() {
    assertThatThrownBy(() -> new GradientSum(1, 3).merge(new GradientSum(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot merge 1 x 4 into 1 x 3");
  }
}
