package org.gflownet.eval;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Tanimoto similarity of binary fingerprints, |a and b| / |a or b|, held as words of 64 bits.
 *
 * <p>Two empty fingerprints have similarity 1, as in RDKit.
 */
public final class Tanimoto {
  private Tanimoto() {}

  /**
   * The similarity of two fingerprints, 0 to 1.
   *
   * @throws IllegalArgumentException if their lengths differ
   */
  public static double similarity(long[] a, long[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "fingerprints of " + a.length + " and " + b.length + " words cannot be compared");
    }
    int both = 0;
    int either = 0;
    for (int i = 0; i < a.length; i++) {
      both += Long.bitCount(a[i] & b[i]);
      either += Long.bitCount(a[i] | b[i]);
    }
    return either == 0 ? 1.0 : (double) both / either;
  }

  /** Number of bits that are set. */
  public static int numBits(long[] fingerprint) {
    int count = 0;
    for (long word : fingerprint) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Mean similarity over all pairs of different positions; empty for fewer than 2. */
  public static OptionalDouble meanPairwise(List<long[]> fingerprints) {
    int n = fingerprints.size();
    if (n < 2) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int i = 1; i < n; i++) {
      double row = 0;
      for (int j = 0; j < i; j++) {
        row += similarity(fingerprints.get(i), fingerprints.get(j));
      }
      sum += row;
    }
    return OptionalDouble.of(sum / (0.5 * n * (n - 1)));
  }
}
