package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.model.MatrixKernels;

/**
 * The vectors that conditions add to states: {@code c = sum_k x_k C_k} for each row, where: x_k are
 * the places of its condition.
 *
 * <p>Mutable; not thread-safe.
 */
final class ConditionTable {
  private final MatrixKernels kernels;
  private final BlockGraphSpec.Layer layer;
  private final int numPlaces;
  private final int width;
  private final int stride;
  private final int[] places;
  private final float[] table;
  private final float[] tableGradient;
  private final float[] factor = new float[1];
  private final int[] deltaRow = new int[1];
  private float[] factors;
  private float[] vectors = new float[0];
  private float[] delta = new float[0];
  private boolean isTouched;

  ConditionTable(MatrixKernels kernels, BlockGraphSpec spec) {
    this.kernels = kernels;
    layer = spec.layer("condition");
    numPlaces = layer.numInputs();
    width = spec.width();
    stride = kernels.stride(width);
    places = new int[numPlaces];
    Arrays.setAll(places, k -> k);
    factors = new float[numPlaces];
    table = new float[numPlaces * width];
    tableGradient = new float[table.length];
  }

  void load(float[] parameters) {
    for (int o = 0; o < width; o++) {
      for (int k = 0; k < numPlaces; k++) {
        table[k * width + o] = parameters[layer.offset() + o * numPlaces + k];
      }
    }
  }

  /** Makes room for all rows. */
  void reserve(int numRows) {
    vectors = Buffers.reserve(vectors, numRows, stride);
  }

  /** Computes the vectors of consecutive rows. */
  void forward(RowSelection selection) {
    for (int i = 0; i < selection.numRows(); i++) {
      int row = selection.row(i);
      int at = row * stride;
      Arrays.fill(vectors, at, at + stride, 0f);
      System.arraycopy(selection.rows().conditions(), row * numPlaces, factors, 0, numPlaces);
      kernels.addScaledRows(factors, places, 0, numPlaces, table, 0, width, vectors, at, width);
    }
  }

  /** Adds the vector of a row to one of as many elements. */
  void addTo(int row, float[] target, int at) {
    kernels.add(vectors, row * stride, target, at, width);
  }

  /** Begins a sum of derivatives for each selected row. */
  void clearDelta(RowSelection selection) {
    delta = Buffers.reserve(delta, selection.numRows(), stride);
    Arrays.fill(delta, 0, selection.numRows() * stride, 0f);
  }

  /** Adds a derivative by the vector of the index-th selected row. */
  void addDelta(int index, float[] source, int at) {
    kernels.add(source, at, delta, index * stride, width);
  }

  /** Adds the sums of the selected rows to the table's own. */
  void backward(RowSelection selection) {
    if (!isTouched) {
      isTouched = true;
      Arrays.fill(tableGradient, 0f);
    }
    float[] conditions = selection.rows().conditions();
    for (int i = 0; i < selection.numRows(); i++) {
      for (int k = 0; k < numPlaces; k++) {
        factor[0] = conditions[selection.row(i) * numPlaces + k];
        deltaRow[0] = i;
        if (factor[0] != 0f) {
          kernels.addScaledRows(
              factor, deltaRow, 0, 1, delta, 0, stride, tableGradient, k * width, width);
        }
      }
    }
  }

  /** Adds the table's own sum to the flat gradient and forgets it. */
  void flush(float[] gradient) {
    if (isTouched) {
      for (int o = 0; o < width; o++) {
        for (int k = 0; k < numPlaces; k++) {
          gradient[layer.offset() + o * numPlaces + k] += tableGradient[k * width + o];
        }
      }
      isTouched = false;
    }
  }
}
