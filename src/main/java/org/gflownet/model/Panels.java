package org.gflownet.model;

/** Repacks matrices into panels, see {@link MatrixKernels}. */
final class Panels {
  private static final int BLOCK = 16;

  private Panels() {}

  /**
   * Packs a row-major matrix.
   *
   * @param matrix element (row, column) at {@code at + row * columns + column}
   * @param panels takes element (row, column) at {@code (column / panelWidth * rows + row) *
   *     panelWidth + column % panelWidth}; padding is left as it is
   */
  static void pack(float[] matrix, int at, int rows, int columns, int panelWidth, float[] panels) {
    for (int c = 0; c < columns; c += panelWidth) {
      int width = Math.min(panelWidth, columns - c);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(matrix, at + r * columns + c, panels, c * rows + r * panelWidth, width);
      }
    }
  }

  /**
   * Packs the transpose of a matrix of which element (row, column) is at {@code at + column * rows
   * + row}.
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
   * {@code to[toAt + row * stride + column]}; in blocks, so that cache lines are used whole.
   */
  static void transpose(
      float[] from, int at, int rows, int columns, float[] to, int toAt, int stride) {
    for (int r = 0; r < rows; r += BLOCK) {
      int end = Math.min(r + BLOCK, rows);
      for (int c = 0; c < columns; c++) {
        transposeRun(from, at + c * rows, r, end, to, toAt + c, stride);
      }
    }
  }

  private static void transposeRun(
      float[] from, int at, int begin, int end, float[] to, int toAt, int stride) {
    for (int r = begin; r < end; r++) {
      to[toAt + r * stride] = from[at + r];
    }
  }
}
