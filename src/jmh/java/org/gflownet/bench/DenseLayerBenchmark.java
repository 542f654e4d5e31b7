package org.gflownet.bench;

import java.util.concurrent.TimeUnit;
import org.gflownet.math.RandomStream;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.dl4j.Nd4jKernels;
import org.gflownet.model.vector.VectorKernels;
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

/** The three products of a dense layer, by kernels and number of rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DenseLayerBenchmark {
  /** Where the arithmetic is done; {@code nd4j} is OpenBLAS. */
  @Param({"vector", "nd4j", "scalar"})
  public String kernels;

  /** Rows of activations. */
  @Param({"16", "256", "1024"})
  public int rows;

  /** Inputs and outputs of the layer. */
  @Param("256")
  public int width;

  private DenseLayer layer;
  private float[] in;
  private float[] out;
  private float[] delta;
  private float[] gradient;
  private int[] at;

  /** Makes a layer with random weights. */
  @Setup
  public void makeLayer() {
    MatrixKernels chosen =
        switch (kernels) {
          case "vector" -> new VectorKernels();
          case "nd4j" -> new Nd4jKernels();
          default -> new ScalarKernels();
        };
    int stride = chosen.stride(width);
    layer = chosen.dense(width, width);
    layer.load(random(width * (width + 1)), 0);
    in = random(rows * stride);
    delta = random(rows * stride);
    out = new float[rows * stride];
    gradient = new float[width * width];
    at = new int[rows];
    for (int r = 0; r < rows; r++) {
      at[r] = r * stride;
    }
  }

  private static float[] random(int length) {
    RandomStream random = new RandomStream(1, 0, length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  /** Activations times weights. */
  @Benchmark
  public float[] forward(FlopCounter flops) {
    layer.forward(in, 0, out, 0, rows);
    return count(flops, out);
  }

  /** Derivatives times transposed weights. */
  @Benchmark
  public float[] backward(FlopCounter flops) {
    layer.backward(delta, out, rows);
    return count(flops, out);
  }

  /** Transposed activations times derivatives. */
  @Benchmark
  public float[] weightGradient(FlopCounter flops) {
    layer.addWeightGradient(in, at, delta, rows, gradient, 0);
    return count(flops, gradient);
  }

  private float[] count(FlopCounter flops, float[] result) {
    flops.multiplyAdds((double) rows * width * width);
    return result;
  }
}
