package org.gflownet.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.gflownet.model.Activation;
import org.gflownet.model.Activations;
import org.gflownet.model.MatrixKernels;

/**
 * Kernels on the Vector API: products in tiles of registers, everything else lane by lane. The bits
 * are those of {@link org.gflownet.model.ScalarKernels} for any lane width.
 *
 * <p>No state; thread-safe.
 */
public final class VectorKernels implements MatrixKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int PANEL = 2 * LANES;

  /** Kernels of the widest lanes that the processor prefers. */
  public VectorKernels() {}

  /** Width of a register in bits, for example 256. */
  public static int laneBits() {
    return S.vectorBitSize();
  }

  @Override
  public int panelWidth() {
    return PANEL;
  }

  @Override
  public void multiply(
      float[] a,
      int aAt,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    int i = 0;
    for (; i + 6 <= rows; i += 6) {
      RowTiles.rows6(a, aAt + i * PITCH, b, bAt, depth, c, cAt + i * cStride, cStride);
    }
    if (i + 4 <= rows) {
      RowTiles.rows4(a, aAt + i * PITCH, b, bAt, depth, c, cAt + i * cStride, cStride);
      i += 4;
    }
    if (i + 2 <= rows) {
      RowTiles.rows2(a, aAt + i * PITCH, b, bAt, depth, c, cAt + i * cStride, cStride);
      i += 2;
    }
    if (i < rows) {
      RowTiles.rows1(a, aAt + i * PITCH, b, bAt, depth, c, cAt + i * cStride, cStride);
    }
  }

  @Override
  public void multiplyTransposed(
      float[] a,
      int aAt,
      int aStride,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    int i = 0;
    for (; i + 6 <= rows; i += 6) {
      OuterTiles.outer6(a, aAt + i, aStride, b, bAt, depth, c, cAt + i * cStride, cStride);
    }
    if (i + 4 <= rows) {
      OuterTiles.outer4(a, aAt + i, aStride, b, bAt, depth, c, cAt + i * cStride, cStride);
      i += 4;
    }
    if (i + 2 <= rows) {
      OuterTiles.outer2(a, aAt + i, aStride, b, bAt, depth, c, cAt + i * cStride, cStride);
      i += 2;
    }
    if (i < rows) {
      OuterTiles.outer1(a, aAt + i, aStride, b, bAt, depth, c, cAt + i * cStride, cStride);
    }
  }

  @Override
  public void addRows(
      int[] index, int from, int to, float[] x, int stride, float[] y, int yAt, int width) {
    int j = 0;
    for (; j + 4 * LANES <= width; j += 4 * LANES) {
      SumTiles.add4(index, from, to, x, j, stride, y, yAt + j);
    }
    for (; j + LANES <= width; j += LANES) {
      SumTiles.add1(index, from, to, x, j, stride, y, yAt + j);
    }
    for (; j < width; j++) {
      float sum = y[yAt + j];
      for (int t = from; t < to; t++) {
        sum += x[j + index[t] * stride];
      }
      y[yAt + j] = sum;
    }
  }

  @Override
  public void addScaledRows(
      float[] factor,
      int[] index,
      int from,
      int to,
      float[] x,
      int xAt,
      int stride,
      float[] y,
      int yAt,
      int width) {
    int j = 0;
    for (; j + 8 * LANES <= width; j += 8 * LANES) {
      SumTiles.scaled8(factor, index, from, to, x, xAt + j, stride, y, yAt + j);
    }
    for (; j + LANES <= width; j += LANES) {
      SumTiles.scaled1(factor, index, from, to, x, xAt + j, stride, y, yAt + j);
    }
    for (; j < width; j++) {
      float sum = y[yAt + j];
      for (int t = from; t < to; t++) {
        sum = Math.fma(factor[t], x[xAt + j + index[t] * stride], sum);
      }
      y[yAt + j] = sum;
    }
  }

  @Override
  public void copyPanel(float[] from, int[] at, int shift, int rows, float[] to, int toAt) {
    for (int r = 0; r < rows; r++) {
      // No vectors: some compilations of a loop that only copies them made each an object.
      System.arraycopy(from, at[r] + shift, to, toAt + r * PANEL, PANEL);
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int width) {
    int bound = S.loopBound(width);
    for (int j = 0; j < bound; j += LANES) {
      FloatVector.fromArray(S, y, yAt + j)
          .add(FloatVector.fromArray(S, x, xAt + j))
          .intoArray(y, yAt + j);
    }
    for (int j = bound; j < width; j++) {
      y[yAt + j] += x[xAt + j];
    }
  }

  @Override
  public void activate(Activation activation, float[] z, int from, int to) {
    int bound = from + S.loopBound(to - from);
    switch (activation) {
      case LEAKY_RELU -> leakNegative(z, from, bound);
      case RELU -> clearNegative(z, from, bound);
      case TANH -> TanhLanes.apply(z, from, bound);
    }
    for (int i = bound; i < to; i++) {
      z[i] = Activations.apply(activation, z[i]);
    }
  }

  private static void leakNegative(float[] z, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, z, i);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      v.blend(v.mul(Activations.LEAK), negative).intoArray(z, i);
    }
  }

  private static void clearNegative(float[] z, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, z, i);
      v.max(0f).intoArray(z, i);
    }
  }

  @Override
  public void multiplyByDerivative(
      Activation activation, float[] a, int aAt, float[] delta, int deltaAt, int width) {
    int bound = S.loopBound(width);
    switch (activation) {
      case LEAKY_RELU -> multiplyWhereNegative(a, aAt, delta, deltaAt, bound);
      case RELU -> clearWhereNotPositive(a, aAt, delta, deltaAt, bound);
      case TANH -> TanhLanes.multiplyByDerivative(a, aAt, delta, deltaAt, bound);
    }
    for (int j = bound; j < width; j++) {
      delta[deltaAt + j] *= Activations.derivative(activation, a[aAt + j]);
    }
  }

  private static void multiplyWhereNegative(
      float[] a, int aAt, float[] delta, int deltaAt, int bound) {
    for (int j = 0; j < bound; j += LANES) {
      FloatVector d = FloatVector.fromArray(S, delta, deltaAt + j);
      VectorMask<Float> negative =
          FloatVector.fromArray(S, a, aAt + j).compare(VectorOperators.LT, 0f);
      d.blend(d.mul(Activations.LEAK), negative).intoArray(delta, deltaAt + j);
    }
  }

  private static void clearWhereNotPositive(
      float[] a, int aAt, float[] delta, int deltaAt, int bound) {
    for (int j = 0; j < bound; j += LANES) {
      FloatVector d = FloatVector.fromArray(S, delta, deltaAt + j);
      VectorMask<Float> positive =
          FloatVector.fromArray(S, a, aAt + j).compare(VectorOperators.GT, 0f);
      d.mul(0f).blend(d, positive).intoArray(delta, deltaAt + j);
    }
  }
}
