package org.gflownet.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Activation;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.StateBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole network on hyper-grid states: evaluation, and evaluation with one backward pass. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowModelBenchmark {
  private static final int NDIM = 4;
  private static final int HEIGHT = 8;
  private static final MlpSpec SPEC =
      new MlpSpec(NDIM * HEIGHT, List.of(256, 256), NDIM + 1, Activation.LEAKY_RELU);

  /** Engine by name. */
  @Param({"vector", "nd4j", "dl4j"})
  public String engine;

  /** Distinct states. */
  @Param({"16", "256", "1024"})
  public int rows;

  private final StateBatch batch = new StateBatch();
  private final float[] parameters = Initialization.UNIFORM.parameters(SPEC, 1);
  private final float[] gradient = new float[SPEC.numParameters()];
  private FlowModel model;
  private double[] outputGradient;

  /** Draws states that want all their outputs. */
  @Setup
  public void makeBatch() {
    model = Engines.select(engine, SPEC).create();
    model.load(parameters);
    RandomStream random = new RandomStream(1, 0, rows);
    for (int r = 0; r < rows; r++) {
      for (int d = 0; d < NDIM; d++) {
        batch.newFeatures().add(d * HEIGHT + random.nextInt(HEIGHT));
        batch.newOutputs().add(d);
      }
      batch.newOutputs().add(NDIM);
      batch.endRow();
    }
    outputGradient = new double[batch.numOutputs()];
    for (int i = 0; i < outputGradient.length; i++) {
      outputGradient[i] = random.nextDouble() - 0.5;
    }
  }

  private static double multiplyAddsPerRow() {
    return NDIM * 256.0 + 256.0 * 256.0 + 256.0 * (NDIM + 1);
  }

  /** Outputs of all rows. */
  @Benchmark
  public float[] forward(FlopCounter flops) {
    model.reset();
    model.evaluate(batch);
    flops.multiplyAdds(rows * multiplyAddsPerRow());
    return model.outputs();
  }

  /** One step's share of the network: new parameters, outputs, gradient. */
  @Benchmark
  public float[] loadForwardBackward(FlopCounter flops) {
    model.load(parameters);
    model.evaluate(batch);
    model.backward(batch, outputGradient, gradient);
    flops.multiplyAdds(3 * rows * multiplyAddsPerRow());
    return gradient;
  }
}
