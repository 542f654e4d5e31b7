package org.gflownet.model;

/**
 * Rows of a matrix as the left operand of {@link MatrixKernels#multiply}: where they lie, if they
 * already lie at the right pitch, else copied together.
 *
 * <p>Mutable; not thread-safe.
 */
final class RowBlock {
  private static final int PITCH = MatrixKernels.PITCH;

  private float[] copy = new float[0];
  private float[] array = copy;
  private int position;

  /**
   * Takes columns begin..begin+depth-1 of rows that lie {@code stride} apart from {@code at} on.
   */
  void take(float[] from, int at, int stride, int rows, int begin, int depth) {
    if (stride == PITCH || rows == 1) {
      array = from;
      position = at + begin;
      return;
    }
    reserve(rows);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, at + i * stride + begin, copy, i * PITCH, depth);
    }
  }

  /** Takes columns begin..begin+depth-1 of the rows at increasing positions. */
  void take(float[] from, int[] at, int rows, int begin, int depth) {
    if (at[rows - 1] - at[0] == (rows - 1) * PITCH && isEven(at, rows)) {
      array = from;
      position = at[0] + begin;
      return;
    }
    reserve(rows);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, at[i] + begin, copy, i * PITCH, depth);
    }
  }

  private static boolean isEven(int[] at, int rows) {
    for (int i = 1; i < rows; i++) {
      if (at[i] - at[i - 1] != PITCH) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int rows) {
    if (copy.length < rows * PITCH) {
      copy = new float[rows * PITCH];
    }
    array = copy;
    position = 0;
  }

  /** The array that holds the rows; only until the next take. */
  float[] array() {
    return array;
  }

  /** Position of the first row. */
  int position() {
    return position;
  }
}
