package org.gflownet.model;

/** Repacks matrices into panels, see {@link MatrixKernels}. */
final class Panels {
  private Panels() {}

  /**
   * Packs the transpose of a matrix.
   *
   * @param matrix element (row, column) of the transpose at {@code at + column * rows + row}
   * @param panels takes element (row, column) at {@code (column / panelWidth * rows + row) *
   *     panelWidth + column % panelWidth}; padding is left as it is
   */
  static void packTransposed(
      float[] matrix, int at, int rows, int columns, int panelWidth, float[] panels) {
    for (int c = 0; c < columns; c += panelWidth) {
      int width = Math.min(panelWidth, columns - c);
      transpose(matrix, at + c * rows, rows, width, panels, c * rows, panelWidth);
    }
  }

  /**
   * Writes element (row, column) of {@code from}, which is at {@code at + column * rows + row}, to
   * {@code to[toAt + row * stride + column]}; four columns at a time, so that cache lines are used
   * well on both sides.
   */
  static void transpose(
      float[] from, int at, int rows, int columns, float[] to, int toAt, int stride) {
    int c = 0;
    for (; c + 4 <= columns; c += 4) {
      transposeFour(from, at + c * rows, rows, to, toAt + c, stride);
    }
    for (; c < columns; c++) {
      int target = toAt + c;
      for (int r = 0; r < rows; r++) {
        to[target] = from[at + c * rows + r];
        target += stride;
      }
    }
  }

  private static void transposeFour(
      float[] from, int at, int rows, float[] to, int toAt, int stride) {
    int target = toAt;
    for (int r = 0; r < rows; r++) {
      to[target] = from[at + r];
      to[target + 1] = from[at + rows + r];
      to[target + 2] = from[at + 2 * rows + r];
      to[target + 3] = from[at + 3 * rows + r];
      target += stride;
    }
  }
}
