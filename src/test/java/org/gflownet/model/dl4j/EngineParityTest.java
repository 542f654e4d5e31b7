package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
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
    float[] expected = ModelSamples.gradient(record, parameters, batch, outputGradient);
    for (String engine : Engines.names()) {
      FlowModel model = Engines.select(engine, spec).create();
      float[] actual = ModelSamples.gradient(model, parameters, batch, outputGradient);
      assertThat(
              ModelSamples.relativeDifference(
                  model.outputs(), ModelSamples.toDouble(record.outputs()), batch.numOutputs()))
          .as(engine)
          .isLessThan(TOLERANCE);
      double difference =
          ModelSamples.relativeDifference(actual, ModelSamples.toDouble(expected), actual.length);
      Kinks.assertClose(
          engine,
          spec.activation(),
          near -> ModelSamples.gradient(record, near, batch, outputGradient),
          parameters,
          difference,
          TOLERANCE);
    }
  }
}
