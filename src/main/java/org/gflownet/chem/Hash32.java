package org.gflownet.chem;

/** The hash of 32 bits by which Boost's {@code hash_combine} makes one number of several. */
final class Hash32 {
  private static final int GOLDEN_RATIO = 0x9E37_79B9;

  private Hash32() {}

  /** {@code seed ^ (value + 0x9E3779B9 + (seed << 6) + (seed >> 2))}, modulo 2^32, unsigned. */
  static int combine(int seed, int value) {
    return seed ^ (value + GOLDEN_RATIO + (seed << 6) + (seed >>> 2));
  }

  /** Hash of a pair. */
  static int pair(int first, int second) {
    return combine(combine(0, first), second);
  }
}
