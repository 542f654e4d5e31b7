package org.gflownet.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.gflownet.reward.RewardCounts;

/**
 * What the rollouts of one task, or of several merged in slice order, came to, beside what is
 * learned from them. Crosses from executors to the driver. Immutable.
 */
public final class RolloutCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Value of {@link #divergedSlice} where all is finite. */
  public static final int NONE = -1;

  /** Of no rollout. */
  static final RolloutCounts NOTHING =
      new RolloutCounts(0, new long[0], 0, 0, NONE, VisitedRows.NONE, RewardCounts.NONE);

  private final long numTrajectories;
  private final long[] visited;
  private final long numTransitions;
  private final long numEvaluations;
  private final int divergedSlice;
  private final VisitedRows rows;
  private final RewardCounts rewards;

  /**
   * Counts.
   *
   * @param numTrajectories sampled, each with a reward asked for; drawn ones do not count
   * @param visited indices of the terminating states in trajectory order; empty where the
   *     environment's indices do not fit a long
   * @param numTransitions transitions of all trajectories
   * @param numEvaluations distinct states evaluated, summed over slices and steps
   * @param divergedSlice first slice whose loss, gradient or parameters are not finite, or {@link
   *     #NONE}
   * @param rows of the table of visited objects; none where it is not kept
   * @param rewards what the reward was asked for
   */
  public RolloutCounts(
      long numTrajectories,
      long[] visited,
      long numTransitions,
      long numEvaluations,
      int divergedSlice,
      VisitedRows rows,
      RewardCounts rewards) {
    this.numTrajectories = numTrajectories;
    this.visited = visited;
    this.numTransitions = numTransitions;
    this.numEvaluations = numEvaluations;
    this.divergedSlice = divergedSlice;
    this.rows = rows;
    this.rewards = rewards;
  }

  /** Trajectories sampled, each with a reward asked for. */
  public long numTrajectories() {
    return numTrajectories;
  }

  /** Indices of the terminating states in trajectory order; not a copy. */
  public long[] visited() {
    return visited;
  }

  /** Transitions of all trajectories. */
  public long numTransitions() {
    return numTransitions;
  }

  /** Distinct states evaluated, summed over slices and steps. */
  public long numEvaluations() {
    return numEvaluations;
  }

  /** First slice whose loss, gradient or parameters are not finite, or {@link #NONE}. */
  public int divergedSlice() {
    return divergedSlice;
  }

  /** Rows of the table of visited objects; none where it is not kept. */
  public VisitedRows rows() {
    return rows;
  }

  /** What the reward was asked for. */
  public RewardCounts rewards() {
    return rewards;
  }

  /** Whether all is finite. */
  public boolean isFinite() {
    return divergedSlice == NONE;
  }

  /** The same counts with their rows elsewhere. */
  RolloutCounts with(VisitedRows others) {
    return new RolloutCounts(
        numTrajectories, visited, numTransitions, numEvaluations, divergedSlice, others, rewards);
  }

  /** These counts followed by those of a later slice or step. */
  public RolloutCounts followedBy(RolloutCounts later) {
    long[] both = Arrays.copyOf(visited, visited.length + later.visited.length);
    System.arraycopy(later.visited, 0, both, visited.length, later.visited.length);
    return new RolloutCounts(
        numTrajectories + later.numTrajectories,
        both,
        numTransitions + later.numTransitions,
        numEvaluations + later.numEvaluations,
        divergedSlice != NONE ? divergedSlice : later.divergedSlice,
        VisitedRows.concat(List.of(rows, later.rows)),
        rewards.followedBy(later.rewards));
  }
}
