package org.gflownet.math;

/** The division of numbered items among parts, as even as it can be. */
public final class EvenShares {
  private EvenShares() {}

  /**
   * Number of the first item of a part; behind the last part, the number of items.
   *
   * @param count number of items, at least 0
   * @param parts number of parts, at least 1
   * @param part from 0 to {@code parts}
   */
  public static int first(int count, int parts, int part) {
    return Math.toIntExact((long) count * part / parts);
  }
}
