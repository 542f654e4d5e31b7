package org.gflownet.train;

import java.util.Arrays;
import java.util.List;
import org.gflownet.objective.GradientSum;

/**
 * What one task returns for one slice, and, merged, what all return for a step. Crosses from
 * executors to the driver.
 *
 * <p>Merging changes the gradient sum of the left operand in place.
 */
public final class SliceResult {
  /** Value of {@link #divergedSlice} where all is finite. */
  public static final int NONE = -1;

  private final GradientSum gradient;
  private final long[] visited;
  private final long numTransitions;
  private final long numEvaluations;
  private final int divergedSlice;

  /**
   * A result.
   *
   * @param gradient partial sums of the objective
   * @param visited indices of the terminating states in trajectory order; empty where the
   *     environment's indices do not fit a long
   * @param numTransitions transitions of all trajectories
   * @param numEvaluations distinct states evaluated, summed over slices
   * @param divergedSlice first slice whose loss or gradient is not finite, or {@link #NONE}
   */
  public SliceResult(
      GradientSum gradient,
      long[] visited,
      long numTransitions,
      long numEvaluations,
      int divergedSlice) {
    this.gradient = gradient;
    this.visited = visited;
    this.numTransitions = numTransitions;
    this.numEvaluations = numEvaluations;
    this.divergedSlice = divergedSlice;
  }

  /** Partial sums of the objective. */
  public GradientSum gradient() {
    return gradient;
  }

  /** Indices of the terminating states in trajectory order; not a copy. */
  public long[] visited() {
    return visited;
  }

  /** Transitions of all trajectories. */
  public long numTransitions() {
    return numTransitions;
  }

  /** Distinct states evaluated, summed over slices. */
  public long numEvaluations() {
    return numEvaluations;
  }

  /** First slice whose loss or gradient is not finite, or {@link #NONE}. */
  public int divergedSlice() {
    return divergedSlice;
  }

  /**
   * Merges the results of all slices by one fixed binary tree over slice indices: at distance 1, 2,
   * 4, ... each left neighbour takes in its right one. The bits do not depend on where slices ran.
   *
   * @param bySlice one result per slice, in slice order; consumed
   */
  public static SliceResult mergeTree(List<SliceResult> bySlice) {
    return FixedTree.merge(bySlice, SliceResult::mergedWith);
  }

  private SliceResult mergedWith(SliceResult right) {
    gradient.merge(right.gradient);
    long[] both = Arrays.copyOf(visited, visited.length + right.visited.length);
    System.arraycopy(right.visited, 0, both, visited.length, right.visited.length);
    return new SliceResult(
        gradient,
        both,
        numTransitions + right.numTransitions,
        numEvaluations + right.numEvaluations,
        divergedSlice != NONE ? divergedSlice : right.divergedSlice);
  }
}
