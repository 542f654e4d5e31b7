package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationsTest {

  @Test
  void tanhIsWithinThreeUnitsInTheLastPlace() {
    for (float x = 1e-30f; x < 1e30f; x *= 1.003f) {
      double exact = Math.tanh(x);
      assertThat((double) Activations.tanh(x))
          .isCloseTo(exact, within(3.0 * Math.ulp((float) exact)));
      assertThat(Activations.tanh(-x)).isEqualTo(-Activations.tanh(x));
    }
  }

  @Test
  void tanhOfTheEdges() {
    assertThat(Activations.tanh(0f)).isZero();
    assertThat(Activations.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Activations.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Activations.tanh(Float.NaN)).isNaN();
  }

  @Test
  void reluKeepsNanSoThatDivergenceShows() {
    assertThat(Activations.relu(Float.NaN)).isNaN();
    assertThat(Activations.leakyRelu(Float.NaN)).isNaN();
    assertThat(Activations.relu(-2f)).isZero();
    assertThat(Activations.leakyRelu(-2f)).isEqualTo(-0.02f);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void derivativeEqualsCentralDifferences(Activation activation) {
    for (float x : new float[] {-3f, -0.7f, -0.1f, 0.1f, 0.7f, 3f}) {
      float h = 0x1p-7f;
      float difference =
          (Activations.apply(activation, x + h) - Activations.apply(activation, x - h)) / (2f * h);
      float value = Activations.apply(activation, x);
      assertThat(Activations.derivative(activation, value)).isCloseTo(difference, within(1e-4f));
    }
  }
}
