package org.gflownet.train;

import java.util.List;
import org.gflownet.objective.GradientSum;

/**
 * What one task returns for one slice, and, merged, what all return for a step. Crosses from
 * executors to the driver.
 *
 * <p>Merging changes the gradient sum of the left operand in place.
 */
public final class SliceResult {
  private final GradientSum gradient;
  private final RolloutCounts counts;

  /**
   * A result.
   *
   * @param gradient partial sums of the objective
   * @param counts of the rollouts
   */
  public SliceResult(GradientSum gradient, RolloutCounts counts) {
    this.gradient = gradient;
    this.counts = counts;
  }

  /** Partial sums of the objective. */
  public GradientSum gradient() {
    return gradient;
  }

  /** What the rollouts came to. */
  public RolloutCounts counts() {
    return counts;
  }

  /**
   * Merges the results of all slices by one fixed binary tree over slice indices: at distance 1, 2,
   * 4, ... each left neighbour takes in its right one. The bits do not depend on where slices ran.
   *
   * @param bySlice one result per slice, in slice order; the gradient sums are changed
   */
  public static SliceResult mergeTree(List<SliceResult> bySlice) {
    return FixedTree.merge(bySlice, SliceResult::mergedWith);
  }

  private SliceResult mergedWith(SliceResult right) {
    gradient.merge(right.gradient);
    return new SliceResult(gradient, counts.followedBy(right.counts));
  }
}
