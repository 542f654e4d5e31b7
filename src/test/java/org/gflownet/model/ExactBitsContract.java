package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines promise whose products are single chains of fused multiply-adds. */
public abstract class ExactBitsContract extends FlowModelContract {

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void outputsOfRowDoNotDependOnTheOthers(@ForAll long seed) {
    Random random = new Random(seed);
    MlpSpec spec = ModelSamples.spec(random, 60);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 1 + random.nextInt(120));
    FlowModel model = create(spec);
    model.load(parameters);
    model.evaluate(batch);
    float[] together = Arrays.copyOf(model.outputs(), batch.numOutputs());
    for (int r = 0; r < batch.numRows(); r++) {
      StateBatch single = ModelSamples.row(batch, r);
      model.reset();
      model.evaluate(single);
      assertThat(Arrays.copyOf(model.outputs(), single.numOutputs()))
          .isEqualTo(
              Arrays.copyOfRange(together, batch.outputOffset(r), batch.outputOffset(r + 1)));
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void growingBatchEqualsOneEvaluation(@ForAll long seed) {
    Random random = new Random(seed);
    MlpSpec spec = ModelSamples.spec(random, 60);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 150);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel whole = create(spec);
    whole.load(parameters);
    whole.evaluate(batch);
    FlowModel parts = create(spec);
    parts.load(parameters);
    StateBatch growing = new StateBatch();
    for (int r = 0; r < batch.numRows(); r++) {
      ModelSamples.copyRow(batch, r, growing);
      if (random.nextInt(9) == 0) {
        parts.evaluate(growing);
      }
    }
    parts.evaluate(growing);
    assertThat(Arrays.copyOf(parts.outputs(), batch.numOutputs()))
        .isEqualTo(Arrays.copyOf(whole.outputs(), batch.numOutputs()));
    float[] expected = new float[parameters.length];
    whole.backward(batch, outputGradient, expected);
    float[] actual = new float[parameters.length];
    parts.backward(growing, outputGradient, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void wantedUnitsDoNotChangeTheOutputs() {
    Random random = new Random(11);
    MlpSpec spec = new MlpSpec(12, List.of(40), 333, Activation.LEAKY_RELU);
    StateBatch few = new StateBatch();
    StateBatch all = new StateBatch();
    for (int r = 0; r < 20; r++) {
      few.newFeatures().add(r % 12);
      all.newFeatures().add(r % 12);
      for (int u = 0; u < 333; u++) {
        all.newOutputs().add(u);
        if (random.nextInt(40) == 0) {
          few.newOutputs().add(u);
        }
      }
      few.endRow();
      all.endRow();
    }
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    FlowModel sparse = create(spec);
    sparse.load(parameters);
    sparse.evaluate(few);
    FlowModel dense = create(spec);
    dense.load(parameters);
    dense.evaluate(all);
    for (int r = 0; r < 20; r++) {
      for (int at = few.outputOffset(r); at < few.outputOffset(r + 1); at++) {
        int unit = few.outputs()[at];
        assertThat(sparse.outputs()[at]).isEqualTo(dense.outputs()[all.outputPosition(r, unit)]);
      }
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void bitsAreThoseOfTheScalarKernels(@ForAll long seed) {
    Random random = new Random(seed);
    MlpSpec spec = ModelSamples.spec(random, 80);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 1 + random.nextInt(200));
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel scalar = new MlpFlowModel(spec, new ScalarKernels());
    FlowModel model = create(spec);
    float[] expected = new float[parameters.length];
    float[] actual = new float[parameters.length];
    run(scalar, parameters, batch, outputGradient, expected);
    run(model, parameters, batch, outputGradient, actual);
    assertThat(Arrays.copyOf(model.outputs(), batch.numOutputs()))
        .isEqualTo(Arrays.copyOf(scalar.outputs(), batch.numOutputs()));
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 300, 700})
  void widthsAroundThePitchGiveTheScalarBits(int width) {
    Random random = new Random(width);
    MlpSpec spec = new MlpSpec(20, List.of(width, 256, width), 19, Activation.LEAKY_RELU);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 101);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel scalar = new MlpFlowModel(spec, new ScalarKernels());
    FlowModel model = create(spec);
    float[] expected = new float[parameters.length];
    float[] actual = new float[parameters.length];
    run(scalar, parameters, batch, outputGradient, expected);
    run(model, parameters, batch, outputGradient, actual);
    assertThat(actual).isEqualTo(expected);
    double[] reference =
        new ReferenceMlp(spec, ModelSamples.toDouble(parameters)).gradient(batch, outputGradient);
    assertThat(ModelSamples.relativeDifference(actual, reference, actual.length)).isLessThan(1e-5);
  }

  private static void run(
      FlowModel model,
      float[] parameters,
      StateBatch batch,
      double[] outputGradient,
      float[] gradient) {
    model.load(parameters);
    model.evaluate(batch);
    model.backward(batch, outputGradient, gradient);
  }
}
