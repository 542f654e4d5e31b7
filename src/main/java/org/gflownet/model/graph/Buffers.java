package org.gflownet.model.graph;

import java.util.Arrays;

/** Arrays that grow to the largest slice and are then reused. */
final class Buffers {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

  private Buffers() {}

  /**
   * The array itself if it holds {@code count} rows, else a longer copy.
   *
   * @param stride floats of a row
   */
  static float[] reserve(float[] array, int count, int stride) {
    long needed = (long) count * stride;
    if (needed <= array.length) {
      return array;
    }
    if (needed > MAX_LENGTH) {
      throw new IllegalStateException(
          count + " graph parts at once are too many for a layer of " + stride);
    }
    return Arrays.copyOf(array, (int) Math.min(MAX_LENGTH, Math.max(needed, 2L * array.length)));
  }

  /** The array itself if it has {@code count} elements, else a longer one. */
  static int[] reserve(int[] array, int count) {
    return count <= array.length ? array : new int[Math.max(count, 2 * array.length)];
  }
}
