package org.gflownet.eval;

import java.util.Arrays;

/**
 * The mean of values that arrive one by one, as the weighted sum of the means of chunks: its
 * rounding depends on their order and the length of a chunk alone. Not thread-safe.
 */
final class ChunkedMean {
  private final double[] chunk;
  private int filled;
  private double sum;
  private long count;

  /**
   * A mean of nothing yet.
   *
   * @param chunkLength values of a chunk, at least 1
   */
  ChunkedMean(int chunkLength) {
    this.chunk = new double[chunkLength];
  }

  /** Takes in a value. */
  void add(double value) {
    chunk[filled++] = value;
    count++;
    if (filled == chunk.length) {
      close();
    }
  }

  private void close() {
    if (filled > 0) {
      sum += filled * SampleMean.of(Arrays.copyOf(chunk, filled)).mean();
      filled = 0;
    }
  }

  /** The mean of all values, of which there is at least one; no value follows. */
  double mean() {
    close();
    return sum / count;
  }
}
