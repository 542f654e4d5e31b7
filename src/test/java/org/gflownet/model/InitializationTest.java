package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializationTest {
  private static final MlpSpec SPEC = new MlpSpec(100, List.of(50), 5, Activation.RELU);

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.1", "XAVIER, 0.2", "HE, 0.244949", "LECUN, 0.173205"})
  void fillsTheBoundsOfTheFirstLayer(Initialization initialization, double bound) {
    float[] parameters = initialization.parameters(SPEC, 3);
    double max = 0.0;
    double mean = 0.0;
    for (int i = 0; i < SPEC.biasOffset(0); i++) {
      max = Math.max(max, Math.abs(parameters[i]));
      mean += parameters[i] / SPEC.biasOffset(0);
    }
    assertThat(max).isCloseTo(bound, within(0.01 * bound)).isLessThanOrEqualTo(bound + 1e-6);
    assertThat(mean).isCloseTo(0.0, within(0.03 * bound));
    float[] bias = Arrays.copyOfRange(parameters, SPEC.biasOffset(0), SPEC.weightOffset(1));
    boolean zero = Arrays.equals(bias, new float[50]);
    assertThat(zero).isEqualTo(initialization != Initialization.UNIFORM);
  }

  @Test
  void dependsOnTheSeedAlone() {
    float[] first = Initialization.UNIFORM.parameters(SPEC, 3);
    float[] again = Initialization.UNIFORM.parameters(SPEC, 3);
    assertThat(again).isEqualTo(first);
    assertThat(Initialization.UNIFORM.parameters(SPEC, 4)).isNotEqualTo(first);
  }
}
