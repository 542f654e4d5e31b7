package org.gflownet.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateBatch;
import org.junit.jupiter.api.Test;

class ScalarBlockGraphTest extends BlockGraphContract {
  private static final BlockGraphSpec SPEC =
      new BlockGraphSpec(6, 4, 12, 3, 8, Activation.LEAKY_RELU, true, true, 0, 0);

  @Override
  protected FlowModel create(BlockGraphSpec spec) {
    return new BlockGraphFlowModel(spec, new ScalarKernels());
  }

  private static StateBatch all(int numStems, int... code) {
    StateBatch batch = new StateBatch();
    for (int value : code) {
      batch.newFeatures().add(value);
    }
    BlockGraphSamples.addUnits(new Random(0), SPEC, batch, numStems, 1.1);
    batch.endRow();
    return batch;
  }

  private float[] evaluate(StateBatch batch) {
    FlowModel model = create(SPEC);
    model.load(BlockGraphInitialization.parameters(SPEC, Initialization.UNIFORM, 3L));
    model.evaluate(batch);
    return java.util.Arrays.copyOf(model.outputs(), batch.numOutputs());
  }

  @Test
  void orderOfBlocksDoesNotMatter() {
    // Blocks 5 - 2 - 4 in a row and 1 on the middle one; stems on the ends, in the same order.
    float[] first =
        evaluate(all(2, 4, 2, 5, 2, 4, 1, 0, 1, 3, 0, 1, 2, 1, 2, 1, 3, 2, 0, 0, 1, 2, 2));
    float[] second =
        evaluate(all(2, 4, 2, 4, 1, 2, 5, 3, 2, 3, 0, 2, 1, 2, 0, 2, 0, 1, 2, 3, 1, 0, 2));
    assertThat(second).containsExactly(first, within(1e-5f));
  }

  @Test
  void equalEndsOfSymmetricGraphHaveEqualLogits() {
    float[] outputs = evaluate(all(2, 3, 2, 5, 2, 5, 0, 1, 3, 0, 1, 2, 0, 3, 0, 1, 2, 1));
    int v = SPEC.numFragments();
    for (int f = 0; f < v; f++) {
      assertThat(outputs[1 + v + f]).isEqualTo(outputs[1 + f], within(1e-6f));
    }
  }

  @Test
  void attachmentTypesTellWhichNeighbourIsWhere() {
    float[] first = evaluate(all(1, 3, 1, 5, 2, 4, 0, 1, 3, 0, 1, 2, 1, 3, 1, 2));
    float[] second = evaluate(all(1, 3, 1, 4, 2, 5, 0, 1, 3, 0, 1, 2, 1, 3, 1, 2));
    double[] difference = ModelSamples.toDouble(first);
    assertThat(ModelSamples.relativeDifference(second, difference, first.length))
        .isGreaterThan(1e-3);
  }

  @Test
  void largeVocabulary() {
    Random random = new Random(1);
    BlockGraphSpec spec =
        new BlockGraphSpec(10_000, 300, 16, 2, 8, Activation.LEAKY_RELU, false, 0);
    float[] parameters = BlockGraphInitialization.parameters(spec, Initialization.UNIFORM, 1L);
    StateBatch batch = BlockGraphSamples.batch(random, spec, 8);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel model = create(spec);
    model.load(parameters);
    model.evaluate(batch);
    double[] expected =
        new ReferenceBlockGraph(spec, ModelSamples.toDouble(parameters)).outputs(batch);
    assertThat(ModelSamples.relativeDifference(model.outputs(), expected, expected.length))
        .isLessThan(1e-5);
    float[] gradient = new float[parameters.length];
    model.backward(batch, outputGradient, gradient);
    BlockGraphSpec.Layer fragments = spec.layer("fragments");
    double biasSum = 0.0;
    for (int i = fragments.biasOffset(); i < fragments.end(); i++) {
      biasSum += gradient[i];
    }
    double expectedSum = 0.0;
    for (int o = 0; o < outputGradient.length; o++) {
      expectedSum += batch.outputs()[o] == BlockGraphSpec.STOP_UNIT ? 0.0 : outputGradient[o];
    }
    assertThat(biasSum).isEqualTo(expectedSum, within(1e-2));
  }

  @Test
  void repeatedStepsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(2);
    float[] parameters = ModelSamples.parameters(random, SPEC.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, SPEC, 100);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    float[] gradient = new float[parameters.length];
    FlowModel model = create(SPEC);
    long allocated = 0;
    for (int step = 0; step < 10; step++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      model.load(parameters);
      model.evaluate(batch);
      model.backward(batch, outputGradient, gradient);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isLessThan(1024);
  }

  @Test
  void rejectsWhatIsNoGraphOfTheVocabulary() {
    assertRejected("graph code is shorter than its header", 1);
    assertRejected("graph code has another length than its header says", 2, 0, 1, 1);
    assertRejected("graph code has a negative number of blocks or stems", -1, 0);
    assertRejected("graph code has stems without blocks", 0, 1, 0, 0);
    assertRejected("graph code names fragment 6, must be from 0 to 5", 1, 0, 6);
    assertRejected("graph code names block 1, must be from 0 to 0", 1, 1, 0, 1, 0);
    assertRejected("graph code names attachment type -1, must be from 0 to 3", 1, 1, 0, 0, -1);
  }

  private void assertRejected(String message, int... code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(all(1, code)))
        .withMessage(message);
  }

  @Test
  void rejectsUnitsThatTheGraphDoesNotHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(all(2, 1, 1, 0, 0, 0)))
        .withMessage("graph of row 0 has no unit 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(all(1, 1, 0, 0)))
        .withMessage("graph of row 0 has no unit 1");
    StateBatch batch = new StateBatch();
    for (int value : new int[] {1, 0, 0}) {
      batch.newFeatures().add(value);
    }
    batch.newOutputs().add(BlockGraphSpec.BACKWARD_UNIT + 1);
    batch.endRow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(batch))
        .withMessage("graph of row 0 has no block 1");
  }
}
