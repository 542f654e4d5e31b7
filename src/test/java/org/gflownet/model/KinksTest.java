package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KinksTest {
  private static final MlpSpec SPEC = new MlpSpec(9, List.of(17, 8), 6, Activation.RELU);
  private final Random random = new Random(3);
  private final StateBatch batch = ModelSamples.batch(random, SPEC, 30);
  private final double[] outputGradient = ModelSamples.outputGradient(random, batch);

  @Test
  void jumpAtZeroInputIsAKink() {
    float[] parameters = ModelSamples.parameters(random, SPEC.numParameters());
    assertThat(Kinks.explain(Activation.RELU, this::gradient, parameters, 1e-3)).isFalse();
    // One hidden unit whose input is a rounding from zero on all rows with the first feature.
    Arrays.fill(parameters, 0, SPEC.numFeatures(), 0.0f);
    parameters[0] = 0.25f;
    parameters[SPEC.biasOffset(0)] = Math.nextDown(-0.25f);
    assertThat(Kinks.explain(Activation.RELU, this::gradient, parameters, 1e-3)).isTrue();
  }

  @Test
  void wrongGradientAwayFromKinksIsNotExcused() {
    int excused = 0;
    for (int draw = 0; draw < 50; draw++) {
      float[] parameters = ModelSamples.parameters(random, SPEC.numParameters());
      excused += Kinks.explain(Activation.RELU, this::gradient, parameters, 1e-5) ? 1 : 0;
    }
    assertThat(excused).isLessThanOrEqualTo(1);
  }

  private float[] gradient(float[] parameters) {
    FlowModel model = new MlpFlowModel(SPEC, new ScalarKernels());
    model.load(parameters);
    model.evaluate(batch);
    float[] gradient = new float[parameters.length];
    model.backward(batch, outputGradient, gradient);
    return gradient;
  }
}
