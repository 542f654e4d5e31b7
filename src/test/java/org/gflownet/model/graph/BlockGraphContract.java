package org.gflownet.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateBatch;
import org.junit.jupiter.api.Test;

/** What the network promises on kernels whose products are single chains of multiply-adds. */
public abstract class BlockGraphContract {

  /** A new model on the kernels under test. */
  protected abstract FlowModel create(BlockGraphSpec spec);

  private FlowModel evaluated(BlockGraphSpec spec, float[] parameters, StateBatch batch) {
    FlowModel model = create(spec);
    model.load(parameters);
    model.evaluate(batch);
    return model;
  }

  private static float[] outputs(FlowModel model, StateBatch batch) {
    return Arrays.copyOf(model.outputs(), batch.numOutputs());
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void outputsEqualTheReference(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec spec = BlockGraphSamples.spec(random, 40);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 1 + random.nextInt(60));
    double[] expected =
        new ReferenceBlockGraph(spec, ModelSamples.toDouble(parameters)).outputs(batch);
    FlowModel model = evaluated(spec, parameters, batch);
    assertThat(ModelSamples.relativeDifference(model.outputs(), expected, expected.length))
        .isLessThan(1e-5);
  }

  /** Along random directions, of each layer alone and of all together. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void gradientEqualsCentralDifferences(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec drawn = BlockGraphSamples.spec(random, 25);
    BlockGraphSpec spec = BlockGraphSamples.smooth(drawn);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 20);
    double[] weights = ModelSamples.outputGradient(random, batch);
    float[] gradient = new float[parameters.length];
    evaluated(spec, parameters, batch).backward(batch, weights, gradient);
    for (BlockGraphSpec.Layer layer : spec.layers()) {
      double[] direction = new double[parameters.length];
      double analytic = 0.0;
      for (int i = layer.offset(); i < layer.end(); i++) {
        direction[i] = random.nextGaussian();
        analytic += direction[i] * gradient[i];
      }
      double numeric = centralDifference(spec, parameters, direction, batch, weights);
      assertThat(Math.abs(analytic - numeric))
          .as(layer.name())
          .isLessThan(1e-4 * Math.max(1.0, norm(gradient)));
    }
  }

  private static double norm(float[] values) {
    double sum = 0.0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static double centralDifference(
      BlockGraphSpec spec,
      float[] parameters,
      double[] direction,
      StateBatch batch,
      double[] weights) {
    double step = 1e-6;
    double difference = 0.0;
    for (int sign = -1; sign <= 1; sign += 2) {
      double[] moved = ModelSamples.toDouble(parameters);
      for (int i = 0; i < moved.length; i++) {
        moved[i] += sign * step * direction[i];
      }
      double[] outputs = new ReferenceBlockGraph(spec, moved).outputs(batch);
      for (int o = 0; o < outputs.length; o++) {
        difference += sign * (float) weights[o] * outputs[o];
      }
    }
    return difference / (2.0 * step);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void outputsOfRowDoNotDependOnTheOthers(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec spec = BlockGraphSamples.spec(random, 50);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 1 + random.nextInt(100));
    FlowModel model = evaluated(spec, parameters, batch);
    float[] together = outputs(model, batch);
    for (int r = 0; r < batch.numRows(); r++) {
      StateBatch single = ModelSamples.row(batch, r);
      model.reset();
      model.evaluate(single);
      assertThat(outputs(model, single))
          .isEqualTo(
              Arrays.copyOfRange(together, batch.outputOffset(r), batch.outputOffset(r + 1)));
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void growingBatchEqualsOneEvaluation(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec spec = BlockGraphSamples.spec(random, 50);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 120);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel whole = evaluated(spec, parameters, batch);
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
    assertThat(outputs(parts, batch)).isEqualTo(outputs(whole, batch));
    float[] expected = new float[parameters.length];
    whole.backward(batch, outputGradient, expected);
    float[] actual = new float[parameters.length];
    parts.backward(growing, outputGradient, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void bitsAreThoseOfTheScalarKernels(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec spec = BlockGraphSamples.spec(random, 150);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 1 + random.nextInt(80));
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel scalar = new BlockGraphFlowModel(spec, new ScalarKernels());
    scalar.load(parameters);
    scalar.evaluate(batch);
    FlowModel model = evaluated(spec, parameters, batch);
    assertThat(outputs(model, batch)).isEqualTo(outputs(scalar, batch));
    float[] expected = new float[parameters.length];
    scalar.backward(batch, outputGradient, expected);
    float[] actual = new float[parameters.length];
    model.backward(batch, outputGradient, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void wantedUnitsDoNotChangeTheOutputs() {
    Random random = new Random(4);
    BlockGraphSpec spec = new BlockGraphSpec(70, 9, 24, 2, 16, Activation.LEAKY_RELU, true, 0);
    StateBatch all = new StateBatch();
    StateBatch few = new StateBatch();
    for (int r = 0; r < 30; r++) {
      int numBlocks = r % 7;
      int numStems = numBlocks == 0 ? 0 : 3;
      long graph = random.nextLong();
      BlockGraphSamples.addGraph(new Random(graph), spec, all, numBlocks, numStems);
      BlockGraphSamples.addGraph(new Random(graph), spec, few, numBlocks, numStems);
      BlockGraphSamples.addUnits(random, spec, all, Math.max(1, numStems), 1.1);
      BlockGraphSamples.addUnits(random, spec, few, Math.max(1, numStems), 0.05);
      all.endRow();
      few.endRow();
    }
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    float[] dense = outputs(evaluated(spec, parameters, all), all);
    float[] sparse = outputs(evaluated(spec, parameters, few), few);
    for (int r = 0; r < few.numRows(); r++) {
      for (int at = few.outputOffset(r); at < few.outputOffset(r + 1); at++) {
        assertThat(sparse[at]).isEqualTo(dense[all.outputPosition(r, few.outputs()[at])]);
      }
    }
  }

  @Test
  void addsToTheGradientAndIgnoresRowsWithoutDerivative() {
    Random random = new Random(6);
    BlockGraphSpec spec = new BlockGraphSpec(20, 5, 17, 2, 9, Activation.TANH, true, 1);
    StateBatch batch = BlockGraphSamples.batch(random, spec, 40);
    FlowModel model = evaluated(spec, ModelSamples.parameters(random, spec.numParameters()), batch);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    float[] once = new float[spec.numParameters()];
    model.backward(batch, outputGradient, once);
    float[] twice = once.clone();
    model.backward(batch, outputGradient, twice);
    double[] expected = new double[once.length];
    for (int i = 0; i < once.length; i++) {
      expected[i] = 2.0 * once[i];
    }
    assertThat(ModelSamples.relativeDifference(twice, expected, once.length)).isLessThan(1e-6);
    float[] unchanged = once.clone();
    model.backward(batch, new double[batch.numOutputs()], unchanged);
    assertThat(unchanged).isEqualTo(once);
  }
}
