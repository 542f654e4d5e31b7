package org.gflownet.baseline;

import org.gflownet.math.EvenShares;

/**
 * The division of chains or trajectories among slices, as even as it can be.
 *
 * @param count number of chains or trajectories
 * @param slices number of slices, at most {@code count}
 */
public record Share(int count, int slices) {

  /** Checks that every slice gets something to do. */
  public Share {
    if (slices < 1 || slices > count) {
      throw new IllegalArgumentException(slices + " slices cannot share " + count);
    }
  }

  /** Number of the first item of a slice; behind the last slice, the number of items. */
  public int first(int slice) {
    return EvenShares.first(count, slices, slice);
  }
}
