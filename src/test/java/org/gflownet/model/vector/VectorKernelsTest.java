package org.gflownet.model.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gflownet.model.Activation;
import org.gflownet.model.Activations;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.ScalarKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorKernelsTest {
  private final MatrixKernels scalar = new ScalarKernels();
  private final MatrixKernels vector = new VectorKernels();

  @Property(tries = 200)
  void sumsOfRowsHaveTheScalarBits(
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(max = 20) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = ModelSamples.parameters(random, 10 * width + 3);
    float[] factor = ModelSamples.parameters(random, count);
    int[] index = random.ints(count, 0, 10).toArray();
    float[] y = ModelSamples.parameters(random, width + 2);
    float[] expected = y.clone();
    scalar.addRows(index, 0, count, x, width, expected, 1, width);
    scalar.addScaledRows(factor, index, 0, count, x, 3, width, expected, 2, width);
    scalar.add(x, 2, expected, 1, width);
    vector.addRows(index, 0, count, x, width, y, 1, width);
    vector.addScaledRows(factor, index, 0, count, x, 3, width, y, 2, width);
    vector.add(x, 2, y, 1, width);
    assertThat(y).isEqualTo(expected);
  }

  @Property(tries = 100)
  void denseProductsHaveTheScalarBits(
      @ForAll @IntRange(min = 1, max = 90) int in,
      @ForAll @IntRange(min = 1, max = 90) int out,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll long seed) {
    float[] parameters = ModelSamples.parameters(new Random(seed), (in + 1) * out);
    float[] inputs = ModelSamples.parameters(new Random(seed + 1), rows * in);
    assertThat(products(vector, parameters, inputs, in, out, rows))
        .isEqualTo(products(scalar, parameters, inputs, in, out, rows));
  }

  /** Results of the three products of a layer, one after the other, without padding. */
  private static float[] products(
      MatrixKernels kernels, float[] parameters, float[] inputs, int in, int out, int rows) {
    DenseLayer layer = kernels.dense(in, out);
    layer.load(parameters, 0);
    int inStride = kernels.stride(in);
    int outStride = kernels.stride(out);
    float[] a = new float[rows * inStride];
    int[] at = new int[rows];
    for (int r = 0; r < rows; r++) {
      at[r] = r * inStride;
      System.arraycopy(inputs, r * in, a, at[r], in);
    }
    float[] z = new float[rows * outStride];
    layer.forward(a, 0, z, 0, rows);
    float[] inDelta = new float[rows * inStride];
    layer.backward(z, inDelta, rows);
    float[] results = new float[in * out + rows * (in + out)];
    layer.addWeightGradient(a, at, z, rows, results, 0);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(z, r * outStride, results, in * out + r * (in + out), out);
      System.arraycopy(inDelta, r * inStride, results, in * out + r * (in + out) + out, in);
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsHaveTheScalarBits(Activation activation) {
    float[] z = new float[20_003];
    for (int i = 0; i < z.length; i++) {
      z[i] = (i - 10_000) * 1e-3f;
    }
    z[0] = Float.NaN;
    z[1] = Float.NEGATIVE_INFINITY;
    z[2] = Float.POSITIVE_INFINITY;
    z[3] = -0f;
    float[] expected = z.clone();
    for (int i = 1; i < z.length; i++) {
      expected[i] = Activations.apply(activation, z[i]);
    }
    vector.activate(activation, z, 1, z.length);
    assertThat(z).isEqualTo(expected);
    float[] delta = ModelSamples.parameters(new Random(1), z.length);
    float[] expectedDelta = delta.clone();
    scalar.multiplyByDerivative(activation, z, 1, expectedDelta, 1, z.length - 1);
    vector.multiplyByDerivative(activation, z, 1, delta, 1, z.length - 1);
    assertThat(delta).isEqualTo(expectedDelta);
  }
}
