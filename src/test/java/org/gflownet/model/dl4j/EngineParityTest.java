package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Kinks;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.StateBatch;

/** Every engine against DL4J's own outputs and gradients. */
class EngineParityTest {
  private static final double TOLERANCE = 1e-5;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void enginesAgreeWithDl4j(@ForAll long seed) {
    Random random = new Random(seed);
    MlpSpec spec = ModelSamples.spec(random, 300);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 1 + random.nextInt(40));
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel record = Engines.select("dl4j", spec).create();
    float[] expected = gradient(record, parameters, batch, outputGradient);
    for (String engine : Engines.names()) {
      FlowModel model = Engines.select(engine, spec).create();
      float[] actual = gradient(model, parameters, batch, outputGradient);
      assertThat(
              ModelSamples.relativeDifference(
                  model.outputs(), ModelSamples.toDouble(record.outputs()), batch.numOutputs()))
          .as(engine)
          .isLessThan(TOLERANCE);
      double difference =
          ModelSamples.relativeDifference(actual, ModelSamples.toDouble(expected), actual.length);
      Assume.that(
          difference < TOLERANCE
              || !Kinks.explain(
                  spec.activation(),
                  near -> gradient(record, near, batch, outputGradient),
                  parameters,
                  difference));
      assertThat(difference).as(engine).isLessThan(TOLERANCE);
    }
  }

  private static float[] gradient(
      FlowModel model, float[] parameters, StateBatch batch, double[] outputGradient) {
    model.load(parameters);
    model.evaluate(batch);
    float[] gradient = new float[parameters.length];
    model.backward(batch, outputGradient, gradient);
    return gradient;
  }
}
