package org.gflownet.model;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * A growing list of encoded states: for each row its active input features and the output units
 * that are wanted, both as ragged (compressed row) arrays of ints.
 *
 * <p>Rows are appended and never change; {@link FlowModel#evaluate} works on the rows that it has
 * not seen. Mutable; not thread-safe.
 */
public final class StateBatch {
  private final IntList features = new IntList(1024);
  private float[] values;
  private final IntList featureOffsets = new IntList(256);
  private final IntList outputs = new IntList(1024);
  private final IntList outputOffsets = new IntList(256);

  /** An empty batch. */
  public StateBatch() {
    clear();
  }

  /** Removes all rows and keeps the memory. */
  public void clear() {
    if (values != null) {
      Arrays.fill(values, 0, Math.min(values.length, features.size()), 1f);
    }
    features.clear();
    featureOffsets.clear();
    outputs.clear();
    outputOffsets.clear();
    featureOffsets.add(0);
    outputOffsets.add(0);
  }

  /** The list that takes the active features of the row in the making. */
  public IntList newFeatures() {
    return features;
  }

  /** Adds a real feature to the row in the making, behind its binary ones. */
  public void addReal(int feature, float value) {
    features.add(feature);
    values = withRoom(values == null ? new float[0] : values);
    values[features.size() - 1] = value;
  }

  private float[] withRoom(float[] array) {
    if (array.length >= features.size()) {
      return array;
    }
    float[] larger = Arrays.copyOf(array, 2 * features.size());
    Arrays.fill(larger, array.length, larger.length, 1f);
    return larger;
  }

  /**
   * Values of {@link #features()}: 1 of binary ones; null where no row had a real one. Valid until
   * the next row is added.
   */
  public float[] values() {
    if (values != null) {
      values = withRoom(values);
    }
    return values;
  }

  /** The list that takes the output units of the row in the making, increasing. */
  public IntList newOutputs() {
    return outputs;
  }

  /**
   * Closes the row in the making.
   *
   * @return its number
   */
  public int endRow() {
    featureOffsets.add(features.size());
    outputOffsets.add(outputs.size());
    return numRows() - 1;
  }

  /** Number of closed rows. */
  public int numRows() {
    return featureOffsets.size() - 1;
  }

  /** Position in {@link #features()} of a row's first active feature; row may equal numRows. */
  public int featureOffset(int row) {
    return featureOffsets.get(row);
  }

  /** Active features of all rows; valid until the next row is added. */
  public int[] features() {
    return features.array();
  }

  /** Position of a row's first output in the flat output order; row may equal numRows. */
  public int outputOffset(int row) {
    return outputOffsets.get(row);
  }

  /** Wanted output units of all rows; valid until the next row is added. */
  public int[] outputs() {
    return outputs.array();
  }

  /** Number of wanted outputs of all rows together. */
  public int numOutputs() {
    return outputOffset(numRows());
  }

  /**
   * Flat position of an output unit of a row.
   *
   * @throws IllegalArgumentException if the row does not ask for that unit
   */
  public int outputPosition(int row, int unit) {
    int position =
        Arrays.binarySearch(outputs.array(), outputOffset(row), outputOffset(row + 1), unit);
    if (position < 0) {
      throw new IllegalArgumentException("row " + row + " has no output unit " + unit);
    }
    return position;
  }

  /**
   * Whether the loss depends on a row: any of its outputs has a derivative that is not 0 in single
   * precision.
   *
   * @param outputGradient derivatives by all outputs, in flat output order
   */
  public boolean isActive(int row, double[] outputGradient) {
    int end = outputOffset(row + 1);
    for (int i = outputOffset(row); i < end; i++) {
      if ((float) outputGradient[i] != 0f) {
        return true;
      }
    }
    return false;
  }
}
