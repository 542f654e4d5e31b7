package org.gflownet.baseline;

import java.util.Map;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.TrainingState;
import org.gflownet.train.VisitedRows;

/** One way of visiting states, on the driver. Mutable; not thread-safe. */
public interface Method {

  /**
   * What a step came to.
   *
   * @param loss mean over the step's updates; NaN if nothing is learned
   * @param numVisited terminating states visited, repeated ones and those of a burn-in included
   * @param numTransitions actions, or moves, that were chosen
   * @param rewardCalls objects whose reward was computed
   * @param samples the visited states that count as samples
   * @param rows of the table of visited objects, of the samples
   * @param rewards what the reward was asked for
   */
  record Round(
      double loss,
      int numVisited,
      long numTransitions,
      long rewardCalls,
      Samples samples,
      VisitedRows rows,
      RewardCounts rewards) {}

  /**
   * Visited states and their rewards.
   *
   * @param indices of the states; empty where they have none
   * @param logRewards log R of each
   */
  record Samples(long[] indices, double[] logRewards) {}

  /**
   * Makes the next step.
   *
   * @param state whose parameters and updater may be changed; its counts are not
   */
  Round next(TrainingState state);

  /** Adds what a resume needs, under names of its own. */
  void save(Map<String, long[]> sections);

  /** Restores what {@link #save} added. */
  void restore(Map<String, long[]> sections);
}
