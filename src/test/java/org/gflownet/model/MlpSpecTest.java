package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MlpSpecTest {

  @Test
  void placesLayersOneAfterTheOther() {
    MlpSpec spec = new MlpSpec(32, List.of(256, 128), 5, Activation.RELU);
    assertThat(spec.numLayers()).isEqualTo(3);
    assertThat(spec.weightOffset(1)).isEqualTo(33 * 256);
    assertThat(spec.biasOffset(1)).isEqualTo(33 * 256 + 256 * 128);
    assertThat(spec.numParameters()).isEqualTo(33 * 256 + 257 * 128 + 129 * 5);
  }

  @Test
  void rejectsImpossibleWidths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpSpec(1, List.of(), 1, Activation.RELU));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpSpec(1, List.of(0), 1, Activation.RELU));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpSpec(100_000, List.of(100_000), 1, Activation.RELU))
        .withMessageContaining("does not fit");
  }
}
