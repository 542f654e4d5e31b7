package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalarEngineTest extends ExactBitsContract {
  @Override
  protected FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new ScalarKernels());
  }

  @Test
  void repeatedStepsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(2);
    MlpSpec spec = new MlpSpec(20, List.of(40, 30), 50, Activation.LEAKY_RELU);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = ModelSamples.batch(random, spec, 150);
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    float[] gradient = new float[parameters.length];
    FlowModel model = create(spec);
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
}
