package org.gflownet.math;

/** The median of a sample. */
public final class Median {
  private Median() {}

  /**
   * The middle value, or the mean of the middle two.
   *
   * @param sorted in ascending order
   * @return NaN for an empty sample
   */
  public static double ofSorted(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
