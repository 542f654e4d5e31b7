package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.objective.GradientSum;
import org.gflownet.trajectory.ActionPaths;

/**
 * What one task returns for one slice, and, merged, what all return for a step. Crosses from
 * executors to the driver.
 *
 * <p>Merging changes the gradient sum of the left operand in place.
 */
public final class SliceResult implements Summed<SliceResult> {
  private static final long serialVersionUID = 1;

  private final GradientSum gradient;
  private final RolloutCounts counts;
  private final List<ActionPaths> sampled;

  /**
   * A result of one slice without paths for a replay memory.
   *
   * @param gradient partial sums of the objective
   * @param counts of the rollouts
   */
  public SliceResult(GradientSum gradient, RolloutCounts counts) {
    this(gradient, counts, List.of(ActionPaths.NONE));
  }

  /**
   * A result.
   *
   * @param gradient partial sums of the objective
   * @param counts of the rollouts
   * @param sampled for each slice in order, the paths that go to its shard of a replay memory
   */
  public SliceResult(GradientSum gradient, RolloutCounts counts, List<ActionPaths> sampled) {
    this.gradient = gradient;
    this.counts = counts;
    this.sampled = sampled;
  }

  /** Partial sums of the objective. */
  public GradientSum gradient() {
    return gradient;
  }

  @Override
  public RolloutCounts counts() {
    return counts;
  }

  @Override
  public SliceResult with(VisitedRows rows) {
    return new SliceResult(gradient, counts.with(rows), sampled);
  }

  /** For each slice in order, the paths that go to its shard of a replay memory. */
  public List<ActionPaths> sampled() {
    return sampled;
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

  @Override
  public SliceResult mergedWith(SliceResult right) {
    gradient.merge(right.gradient);
    List<ActionPaths> both = new ArrayList<>(sampled);
    both.addAll(right.sampled);
    return new SliceResult(gradient, counts.followedBy(right.counts), both);
  }

  @Override
  public SliceResult piece(int piece, int pieces) {
    GradientSum range = gradient.piece(piece, pieces);
    return piece == 0
        ? new SliceResult(range, counts, sampled)
        : new SliceResult(range, RolloutCounts.NOTHING, List.of());
  }

  @Override
  public SliceResult joinedWith(List<SliceResult> later) {
    List<GradientSum> ranges = later.stream().map(SliceResult::gradient).toList();
    return new SliceResult(gradient.joinedWith(ranges), counts, sampled);
  }
}
