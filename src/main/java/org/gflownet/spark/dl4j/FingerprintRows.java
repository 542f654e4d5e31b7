package org.gflownet.spark.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fingerprints and targets of many molecules as ragged arrays: what is sent to executors, once for
 * a whole fit. Immutable after its making.
 */
final class FingerprintRows {
  private final int bits;
  private final int[] features;
  private final int[] offsets;
  private final float[] targets;

  /**
   * Rows.
   *
   * @param bits number of features
   * @param features of all rows, a feature repeated as often as it counts
   * @param offsets of each row in them, and their number at the end
   * @param targets one per row
   */
  FingerprintRows(int bits, int[] features, int[] offsets, float[] targets) {
    this.bits = bits;
    this.features = features;
    this.offsets = offsets;
    this.targets = targets;
  }

  /** Rows from one array of features per molecule. */
  static FingerprintRows of(int bits, List<int[]> fingerprints, float[] targets) {
    int[] offsets = new int[fingerprints.size() + 1];
    for (int i = 0; i < fingerprints.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], fingerprints.get(i).length);
    }
    int[] features = new int[offsets[fingerprints.size()]];
    for (int i = 0; i < fingerprints.size(); i++) {
      int[] row = fingerprints.get(i);
      System.arraycopy(row, 0, features, offsets[i], row.length);
    }
    return new FingerprintRows(bits, features, offsets, targets);
  }

  int numRows() {
    return targets.length;
  }

  int bits() {
    return bits;
  }

  int[] features() {
    return features;
  }

  int[] offsets() {
    return offsets;
  }

  float[] targets() {
    return targets;
  }

  /** Some rows as a minibatch of DL4J's. */
  MultiDataSet minibatch(int[] rows) {
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = targets[rows[i]];
    }
    return new MultiDataSet(
        inputs(rows), Nd4j.createFromArray(labels).reshape('c', rows.length, 1));
  }

  /** Some rows as inputs of the network, shape [rows, bits]. */
  INDArray inputs(int[] rows) {
    float[] dense = new float[Math.multiplyExact(rows.length, bits)];
    for (int i = 0; i < rows.length; i++) {
      for (int t = offsets[rows[i]]; t < offsets[rows[i] + 1]; t++) {
        dense[i * bits + features[t]] += 1f;
      }
    }
    return Nd4j.createFromArray(dense).reshape('c', rows.length, bits);
  }
}
