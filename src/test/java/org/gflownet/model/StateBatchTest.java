package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StateBatchTest {

  @Test
  void keepsRaggedRows() {
    StateBatch batch = new StateBatch();
    batch.newFeatures().add(4);
    batch.newOutputs().add(1);
    batch.newOutputs().add(7);
    assertThat(batch.endRow()).isZero();
    assertThat(batch.endRow()).isEqualTo(1);
    batch.newOutputs().add(7);
    assertThat(batch.endRow()).isEqualTo(2);
    assertThat(batch.numRows()).isEqualTo(3);
    assertThat(batch.numOutputs()).isEqualTo(3);
    assertThat(batch.outputPosition(0, 7)).isEqualTo(1);
    assertThat(batch.outputPosition(2, 7)).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> batch.outputPosition(1, 7));
    batch.clear();
    assertThat(batch.numRows()).isZero();
  }
}
