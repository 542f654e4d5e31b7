package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceMlpTest {

  @ParameterizedTest
  @EnumSource(Activation.class)
  void gradientEqualsCentralDifferences(Activation activation) {
    Random random = new Random(7);
    MlpSpec spec = new MlpSpec(5, List.of(6, 4), 3, activation);
    double[] parameters =
        ModelSamples.toDouble(ModelSamples.parameters(random, spec.numParameters()));
    StateBatch batch = ModelSamples.batch(random, spec, 6);
    double[] weights = ModelSamples.outputGradient(random, batch);
    double[] gradient = new ReferenceMlp(spec, parameters).gradient(batch, weights);
    double eps = 1e-6;
    for (int i = 0; i < parameters.length; i++) {
      double kept = parameters[i];
      parameters[i] = kept + eps;
      double above = loss(spec, parameters, batch, weights);
      parameters[i] = kept - eps;
      double below = loss(spec, parameters, batch, weights);
      parameters[i] = kept;
      double expected = (above - below) / (2 * eps);
      assertThat(gradient[i]).isCloseTo(expected, within(1e-8 + 1e-5 * Math.abs(expected)));
    }
  }

  private static double loss(
      MlpSpec spec, double[] parameters, StateBatch batch, double[] weights) {
    double[] outputs = new ReferenceMlp(spec, parameters).outputs(batch);
    double loss = 0.0;
    for (int i = 0; i < outputs.length; i++) {
      loss += weights[i] * outputs[i];
    }
    return loss;
  }
}
