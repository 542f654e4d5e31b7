package org.gflownet.reward.hypergrid;

/**
 * Where a coordinate lies along its axis, decided in integers.
 *
 * <p>The families are written in terms of a = |s/(H-1) - 1/2|. With d = |2s - (H-1)| that is a = d
 * / (2 (H-1)), so every bound on a is a comparison of whole numbers. Floating point disagrees with
 * itself between libraries whenever 5 divides H-1.
 */
final class Cells {
  private Cells() {}

  /** d = |2s - (H-1)|, the distance from the middle in half cells. */
  static long deviation(int coordinate, int height) {
    return Math.abs(2L * coordinate - (height - 1L));
  }

  /** a &gt; 1/4. */
  static boolean isOuter(int coordinate, int height) {
    return 2 * deviation(coordinate, height) > height - 1L;
  }

  /** 3/10 &lt; a &lt; 4/10. */
  static boolean isBand(int coordinate, int height) {
    long five = 5 * deviation(coordinate, height);
    return five > 3 * (height - 1L) && five < 4 * (height - 1L);
  }

  /** a &gt; 1/10. */
  static boolean isOffCentre(int coordinate, int height) {
    return 5 * deviation(coordinate, height) > height - 1L;
  }

  /** Whether the coordinate is past the middle of its axis. */
  static boolean isHigh(int coordinate, int height) {
    return 2L * coordinate > height - 1L;
  }
}
