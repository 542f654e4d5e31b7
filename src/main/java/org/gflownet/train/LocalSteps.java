package org.gflownet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.reward.RewardCounts;

/**
 * Adds up what the steps of one slice come to in a round of parameter averaging.
 *
 * <p>Mutable; not thread-safe.
 */
final class LocalSteps {
  private long[] visited = new long[0];
  private int numVisited;
  private final List<VisitedRows> rows = new ArrayList<>();
  private RewardCounts rewards = RewardCounts.NONE;
  private long numTrajectories;
  private long numTransitions;
  private long numEvaluations;
  private int divergedSlice = RolloutCounts.NONE;
  private double loss;
  private int numUpdates;

  /** Takes in the rollouts of a step. */
  void add(RolloutCounts step) {
    int length = numVisited + step.visited().length;
    if (length > visited.length) {
      visited = Arrays.copyOf(visited, Math.max(length, 2 * visited.length));
    }
    System.arraycopy(step.visited(), 0, visited, numVisited, step.visited().length);
    numVisited = length;
    rows.add(step.rows());
    rewards = rewards.followedBy(step.rewards());
    numTrajectories += step.numTrajectories();
    numTransitions += step.numTransitions();
    numEvaluations += step.numEvaluations();
    divergedSlice = step.divergedSlice();
  }

  /** Takes in the update of a step. */
  void add(OptimizerStep.Outcome update, int slice) {
    loss += update.loss();
    numUpdates++;
    divergedSlice = update.isFinite() ? RolloutCounts.NONE : slice;
  }

  /** Whether all was finite so far. */
  boolean isFinite() {
    return divergedSlice == RolloutCounts.NONE;
  }

  /** The result of the slice. */
  RoundResult result(float[] parameters, float[] updaterState) {
    RolloutCounts counts =
        new RolloutCounts(
            numTrajectories,
            Arrays.copyOf(visited, numVisited),
            numTransitions,
            numEvaluations,
            divergedSlice,
            VisitedRows.concat(rows),
            rewards);
    return new RoundResult(parameters, updaterState, 1, loss / Math.max(1, numUpdates), counts);
  }
}
