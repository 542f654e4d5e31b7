package org.gflownet.baseline;

import java.util.Arrays;

/** Several arrays of longs as one, each preceded by its length, and back. */
final class LongParts {
  private LongParts() {}

  /** The arrays in one. */
  static long[] join(long[]... parts) {
    int length = 0;
    for (long[] part : parts) {
      length += 1 + part.length;
    }
    long[] joined = new long[length];
    int at = 0;
    for (long[] part : parts) {
      joined[at++] = part.length;
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /**
   * The arrays again.
   *
   * @param joined as {@link #join} made it
   * @param count number of arrays
   * @throws IllegalArgumentException if it does not hold exactly so many
   */
  static long[][] split(long[] joined, int count) {
    long[][] parts = new long[count][];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (at >= joined.length || joined[at] < 0 || joined[at] > joined.length - at - 1) {
        throw new IllegalArgumentException("part " + i + " of " + count + " is missing or torn");
      }
      int length = (int) joined[at++];
      parts[i] = Arrays.copyOfRange(joined, at, at + length);
      at += length;
    }
    if (at != joined.length) {
      throw new IllegalArgumentException("there are more than " + count + " parts");
    }
    return parts;
  }
}
