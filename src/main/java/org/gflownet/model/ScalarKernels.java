package org.gflownet.model;

/**
 * Kernels in plain Java: the reference that the vector kernels must equal bit for bit, and the base
 * of engines that replace only some of them.
 *
 * <p>No state; thread-safe.
 */
public class ScalarKernels implements MatrixKernels {
  private static final int PANEL_WIDTH = 16;

  /** Plain kernels with panels of 16 columns. */
  public ScalarKernels() {}

  @Override
  public int panelWidth() {
    return PANEL_WIDTH;
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
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < depth; k++) {
        axpy(a[aAt + i * PITCH + k], b, bAt + k * PANEL_WIDTH, c, cAt + i * cStride, PANEL_WIDTH);
      }
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
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < depth; k++) {
        axpy(a[aAt + k * aStride + i], b, bAt + k * PANEL_WIDTH, c, cAt + i * cStride, PANEL_WIDTH);
      }
    }
  }

  @Override
  public void addRows(
      int[] index, int from, int to, float[] x, int stride, float[] y, int yAt, int width) {
    for (int t = from; t < to; t++) {
      add(x, index[t] * stride, y, yAt, width);
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
    for (int t = from; t < to; t++) {
      axpy(factor[t], x, xAt + index[t] * stride, y, yAt, width);
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int width) {
    for (int j = 0; j < width; j++) {
      y[yAt + j] += x[xAt + j];
    }
  }

  @Override
  public void activate(Activation activation, float[] z, int from, int to) {
    switch (activation) {
      case LEAKY_RELU -> {
        for (int i = from; i < to; i++) {
          z[i] = Activations.leakyRelu(z[i]);
        }
      }
      case RELU -> {
        for (int i = from; i < to; i++) {
          z[i] = Activations.relu(z[i]);
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          z[i] = Activations.tanh(z[i]);
        }
      }
    }
  }

  @Override
  public void multiplyByDerivative(
      Activation activation, float[] a, int aAt, float[] delta, int deltaAt, int width) {
    for (int j = 0; j < width; j++) {
      delta[deltaAt + j] *= Activations.derivative(activation, a[aAt + j]);
    }
  }

  private static void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int width) {
    for (int j = 0; j < width; j++) {
      y[yAt + j] = Math.fma(factor, x[xAt + j], y[yAt + j]);
    }
  }
}
