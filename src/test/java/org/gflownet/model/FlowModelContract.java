package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** What every engine promises; a subclass names the engine. */
public abstract class FlowModelContract {
  private static final double TOLERANCE = 1e-5;

  /** A new model of the engine under test. */
  protected abstract FlowModel create(MlpSpec spec);

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void equalsTheReference(@ForAll long seed) {
    Random random = new Random(seed);
    MlpSpec spec = ModelSamples.spec(random, 70);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 1 + random.nextInt(130));
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    ReferenceMlp reference = new ReferenceMlp(spec, ModelSamples.toDouble(parameters));
    FlowModel model = create(spec);
    model.load(parameters);
    model.evaluate(batch);
    assertThat(
            ModelSamples.relativeDifference(
                model.outputs(), reference.outputs(batch), batch.numOutputs()))
        .isLessThan(TOLERANCE);
    double[] expected = reference.gradient(batch, outputGradient);
    double difference =
        ModelSamples.relativeDifference(
            ModelSamples.gradient(model, parameters, batch, outputGradient),
            expected,
            expected.length);
    Kinks.assertClose(
        spec.toString(),
        spec.activation(),
        near -> ModelSamples.gradient(model, near, batch, outputGradient),
        parameters,
        difference,
        TOLERANCE);
  }

  @Test
  void forgetsRowsOnResetAndLoad() {
    Random random = new Random(5);
    MlpSpec spec = new MlpSpec(9, List.of(17, 8), 6, Activation.TANH);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch first = ModelSamples.batch(random, spec, 30);
    StateBatch second = ModelSamples.batch(random, spec, 11);
    FlowModel model = create(spec);
    model.load(ModelSamples.parameters(random, spec.numParameters()));
    model.evaluate(first);
    model.load(parameters);
    model.evaluate(first);
    model.reset();
    model.evaluate(second);
    FlowModel fresh = create(spec);
    fresh.load(parameters);
    fresh.evaluate(second);
    assertThat(java.util.Arrays.copyOf(model.outputs(), second.numOutputs()))
        .isEqualTo(java.util.Arrays.copyOf(fresh.outputs(), second.numOutputs()));
  }

  @Test
  void addsToTheGradientThatItIsGiven() {
    Random random = new Random(6);
    MlpSpec spec = new MlpSpec(9, List.of(17, 8), 6, Activation.LEAKY_RELU);
    StateBatch batch = ModelSamples.batch(random, spec, 30);
    FlowModel model = create(spec);
    model.load(ModelSamples.parameters(random, spec.numParameters()));
    model.evaluate(batch);
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
  }

  @Test
  void rowsWithoutDerivativeChangeNothing() {
    MlpSpec spec = new MlpSpec(9, List.of(17, 8), 6, Activation.RELU);
    Random random = new Random(8);
    StateBatch batch = ModelSamples.batch(random, spec, 10);
    FlowModel model = create(spec);
    model.load(ModelSamples.parameters(random, spec.numParameters()));
    model.evaluate(batch);
    float[] gradient = ModelSamples.parameters(random, spec.numParameters());
    float[] before = gradient.clone();
    model.backward(batch, new double[batch.numOutputs()], gradient);
    assertThat(gradient).isEqualTo(before);
  }

  @Test
  void rejectsParametersOfAnotherLength() {
    MlpSpec spec = new MlpSpec(2, List.of(3), 2, Activation.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(spec).load(new float[spec.numParameters() + 1]));
  }
}
