package org.gflownet.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockGraphFactoryTest {
  private static final BlockGraphSpec SPEC =
      new BlockGraphSpec(6, 4, 12, 3, 8, Activation.LEAKY_RELU, true, 2);

  @Test
  void travelsAsPlainJava() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(BlockGraphFactory.select("vector", SPEC));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      BlockGraphFactory copy = (BlockGraphFactory) in.readObject();
      assertThat(copy.engine()).isEqualTo("vector");
      assertThat(copy.spec()).isEqualTo(SPEC);
      assertThat(copy.create().numParameters()).isEqualTo(SPEC.numParameters());
    }
  }

  @Test
  void rejectsAnEngineForPerceptronsOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockGraphFactory.select("dl4j", SPEC))
        .withMessage("engine 'dl4j' evaluates perceptrons only; set it to auto");
  }

  @Test
  void rejectsSizesOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockGraphSpec(6, 4, 0, 3, 8, Activation.RELU, true, 0))
        .withMessage("width must be from 1 to 8192, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockGraphSpec(1_000_000, 4, 8192, 3, 8, Activation.RELU, true, 0))
        .withMessageContaining("does not fit one array");
  }

  @ParameterizedTest
  @EnumSource(Initialization.class)
  void beginsWithinTheBoundsOfEachLayer(Initialization initialization) {
    float[] parameters = BlockGraphInitialization.parameters(SPEC, initialization, 3L);
    assertThat(BlockGraphInitialization.parameters(SPEC, initialization, 3L)).isEqualTo(parameters);
    assertThat(BlockGraphInitialization.parameters(SPEC, initialization, 4L))
        .isNotEqualTo(parameters);
    BlockGraphSpec.Layer head = SPEC.layer("head");
    double bound = initialization.bound(head.numInputs(), head.numOutputs());
    double largest = 0.0;
    for (int i = head.offset(); i < head.biasOffset(); i++) {
      largest = Math.max(largest, Math.abs(parameters[i]));
    }
    assertThat(largest).isBetween(0.8 * bound, bound);
    assertThat(parameters[SPEC.scalarOffset()]).isZero();
    assertThat(parameters[SPEC.scalarOffset() + 1]).isZero();
  }
}
