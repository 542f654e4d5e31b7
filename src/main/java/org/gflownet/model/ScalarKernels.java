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
      for (int j = 0; j < PANEL_WIDTH; j += 8) {
        multiplyRow(a, aAt + i * PITCH, b, bAt + j, depth, c, cAt + i * cStride + j);
      }
    }
  }

  /** Eight columns of one row, so that eight chains are under way at once. */
  private static void multiplyRow(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt) {
    float c0 = c[cAt];
    float c1 = c[cAt + 1];
    float c2 = c[cAt + 2];
    float c3 = c[cAt + 3];
    float c4 = c[cAt + 4];
    float c5 = c[cAt + 5];
    float c6 = c[cAt + 6];
    float c7 = c[cAt + 7];
    for (int k = 0; k < depth; k++) {
      float x = a[aAt + k];
      int at = bAt + k * PANEL_WIDTH;
      c0 = Math.fma(x, b[at], c0);
      c1 = Math.fma(x, b[at + 1], c1);
      c2 = Math.fma(x, b[at + 2], c2);
      c3 = Math.fma(x, b[at + 3], c3);
      c4 = Math.fma(x, b[at + 4], c4);
      c5 = Math.fma(x, b[at + 5], c5);
      c6 = Math.fma(x, b[at + 6], c6);
      c7 = Math.fma(x, b[at + 7], c7);
    }
    c[cAt] = c0;
    c[cAt + 1] = c1;
    c[cAt + 2] = c2;
    c[cAt + 3] = c3;
    c[cAt + 4] = c4;
    c[cAt + 5] = c5;
    c[cAt + 6] = c6;
    c[cAt + 7] = c7;
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
  public void copyPanel(float[] from, int[] at, int shift, int rows, float[] to, int toAt) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, at[r] + shift, to, toAt + r * PANEL_WIDTH, PANEL_WIDTH);
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
    switch (activation) {
      case LEAKY_RELU -> {
        for (int j = 0; j < width; j++) {
          delta[deltaAt + j] *= Activations.leakySlope(a[aAt + j]);
        }
      }
      case RELU -> {
        for (int j = 0; j < width; j++) {
          delta[deltaAt + j] *= a[aAt + j] > 0f ? 1f : 0f;
        }
      }
      case TANH -> {
        for (int j = 0; j < width; j++) {
          delta[deltaAt + j] *= Activations.derivative(Activation.TANH, a[aAt + j]);
        }
      }
    }
  }

  private static void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int width) {
    for (int j = 0; j < width; j++) {
      y[yAt + j] = Math.fma(factor, x[xAt + j], y[yAt + j]);
    }
  }
}
