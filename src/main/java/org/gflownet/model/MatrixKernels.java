package org.gflownet.model;

/**
 * Products of small dense matrices in row-major arrays of floats: the arithmetic of {@link
 * MlpFlowModel}, which engines implement with the means that they have.
 *
 * <p>A <em>panel</em> is a block of {@link #panelWidth()} columns of a matrix, stored row after row
 * without gaps and padded with zeros. Unless an engine says otherwise, every element of a result is
 * one chain of fused multiply-adds in the order that the method names, beginning with what the
 * target holds; so it has the same bits for every lane width, block size and number of rows.
 *
 * <p>Implementations have no state that a caller sees, but may keep scratch memory: one instance
 * per thread.
 */
public interface MatrixKernels {
  /**
   * Floats from one row to the next of the left operand of {@link #multiply}: a constant, so that
   * compiled code reaches several rows from one address.
   */
  int PITCH = 256;

  /** Number of columns of a panel; the same for all matrices. */
  int panelWidth();

  /**
   * Floats from one row of activations to the next: {@code width} rounded up as this engine likes.
   */
  default int stride(int width) {
    int panel = panelWidth();
    return Math.multiplyExact((width - 1) / panel + 1, panel);
  }

  /** A dense layer between hidden widths, without weights yet. */
  default DenseLayer dense(int numInputs, int numOutputs) {
    return new PanelLayer(this, numInputs, numOutputs);
  }

  /**
   * Adds to rows of c the product of rows of a with a panel: for each i below rows and column j of
   * the panel, {@code c[cAt + i * cStride + j] += sum over k of a[aAt + i * PITCH + k] * b[bAt + k
   * * panelWidth + j]}, k increasing.
   *
   * @param depth number of elements k of a row, at most {@link #PITCH}
   */
  void multiply(
      float[] a, int aAt, int rows, float[] b, int bAt, int depth, float[] c, int cAt, int cStride);

  /**
   * Adds to c the product of a transposed matrix with a panel: for each i below rows and column j
   * of the panel, {@code c[cAt + i * cStride + j] += sum over k of a[aAt + k * aStride + i] * b[bAt
   * + k * panelWidth + j]}, k increasing.
   *
   * @param depth number of rows k of a and of the panel
   * @param rows number of columns of a, which are the rows of c
   */
  void multiplyTransposed(
      float[] a,
      int aAt,
      int aStride,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride);

  /**
   * Adds rows of x to a vector: {@code y[yAt + j] += sum over t in [from, to) of x[index[t] *
   * stride + j]} for j below width, t increasing.
   */
  void addRows(int[] index, int from, int to, float[] x, int stride, float[] y, int yAt, int width);

  /**
   * Adds multiples of rows of x to a vector: {@code y[yAt + j] += sum over t in [from, to) of
   * factor[t] * x[xAt + index[t] * stride + j]} for j below width, t increasing.
   */
  void addScaledRows(
      float[] factor,
      int[] index,
      int from,
      int to,
      float[] x,
      int xAt,
      int stride,
      float[] y,
      int yAt,
      int width);

  /**
   * Copies a panel out of rows: {@code to[toAt + r * panelWidth + j] = from[at[r] + shift + j]} for
   * each r below rows and column j of a panel.
   *
   * @param at position of each row
   * @param shift first column
   */
  void copyPanel(float[] from, int[] at, int shift, int rows, float[] to, int toAt);

  /** Adds a vector: {@code y[yAt + j] += x[xAt + j]} for j below width. */
  void add(float[] x, int xAt, float[] y, int yAt, int width);

  /** Applies an activation function to {@code z[from..to)} in place. */
  void activate(Activation activation, float[] z, int from, int to);

  /**
   * Multiplies {@code delta[deltaAt..+width)} by the derivative of the activation function, told by
   * the function's results {@code a[aAt..+width)}.
   */
  void multiplyByDerivative(
      Activation activation, float[] a, int aAt, float[] delta, int deltaAt, int width);
}
