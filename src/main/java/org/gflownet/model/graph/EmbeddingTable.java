package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.MatrixKernels;

/**
 * Learned vectors, one per row, of which few are added up at a time: a dense layer without bias on
 * sparse counts.
 *
 * <p>Mutable; not thread-safe.
 */
final class EmbeddingTable {
  private final MatrixKernels kernels;
  private final BlockGraphSpec.Layer layer;
  private final int width;
  private final float[] rows;
  private final float[] gradient;
  private final boolean[] touched;
  private final IntList touchedRows = new IntList(64);

  EmbeddingTable(MatrixKernels kernels, BlockGraphSpec.Layer layer) {
    this.kernels = kernels;
    this.layer = layer;
    width = layer.numOutputs();
    rows = new float[layer.numInputs() * width];
    gradient = new float[rows.length];
    touched = new boolean[layer.numInputs()];
  }

  /** Takes new parameters. */
  void load(float[] parameters) {
    int numRows = layer.numInputs();
    for (int o = 0; o < width; o++) {
      int from = layer.offset() + o * numRows;
      for (int i = 0; i < numRows; i++) {
        rows[i * width + o] = parameters[from + i];
      }
    }
  }

  /** Adds the rows {@code index[from..to)} to a vector. */
  void addRows(int[] index, int from, int to, float[] target, int at) {
    kernels.addRows(index, from, to, rows, width, target, at, width);
  }

  /** Adds a derivative to the table's own sum for each of the rows {@code index[from..to)}. */
  void addGradient(int[] index, int from, int to, float[] delta, int at) {
    for (int t = from; t < to; t++) {
      int row = index[t];
      if (!touched[row]) {
        touched[row] = true;
        touchedRows.add(row);
        Arrays.fill(gradient, row * width, row * width + width, 0f);
      }
      kernels.add(delta, at, gradient, row * width, width);
    }
  }

  /** Adds the table's own sum to the flat gradient and forgets it. */
  void flush(float[] flatGradient) {
    int[] index = touchedRows.array();
    int count = touchedRows.size();
    Arrays.sort(index, 0, count);
    for (int o = 0; o < width; o++) {
      addColumn(index, count, o, flatGradient, layer.offset() + o * layer.numInputs());
    }
    for (int t = 0; t < count; t++) {
      touched[index[t]] = false;
    }
    touchedRows.clear();
  }

  private void addColumn(int[] index, int count, int unit, float[] flatGradient, int at) {
    for (int t = 0; t < count; t++) {
      flatGradient[at + index[t]] += gradient[index[t] * width + unit];
    }
  }
}
