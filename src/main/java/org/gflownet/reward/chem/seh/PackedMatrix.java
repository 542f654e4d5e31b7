package org.gflownet.reward.chem.seh;

import org.gflownet.model.MatrixKernels;

/** A matrix in panels, to be multiplied from the left by rows {@link MatrixKernels#PITCH} apart. */
final class PackedMatrix {
  private final int depth;
  private final int columns;
  private final int panelWidth;
  private final float[] panels;

  /** A matrix of zeros; {@code columns} is a multiple of the panel width. */
  PackedMatrix(MatrixKernels kernels, int depth, int columns) {
    this.depth = depth;
    this.columns = columns;
    panelWidth = kernels.panelWidth();
    panels = new float[depth * kernels.stride(columns)];
  }

  void set(int row, int column, float value) {
    int panel = column / panelWidth * panelWidth;
    panels[panel * depth + row * panelWidth + column - panel] = value;
  }

  /** Adds the product of rows of a with this matrix to rows of c. */
  void addProduct(
      MatrixKernels kernels, float[] a, int aAt, int rows, float[] c, int cAt, int cStride) {
    for (int j = 0; j < columns; j += panelWidth) {
      kernels.multiply(a, aAt, rows, panels, j * depth, depth, c, cAt + j, cStride);
    }
  }
}
