package org.gflownet.train;

import org.gflownet.reward.RewardCounts;

/**
 * What happened in one step, or in one round of several, for listeners.
 *
 * @param numSteps parameter updates on one path: 1, or the length of a round
 * @param loss of the step's trajectories under the parameters before the update
 * @param gradientNorm global norm before clipping; NaN for a round of several
 * @param numTrajectories in the step
 * @param numTransitions in the step
 * @param numEvaluations distinct states evaluated in the step
 * @param seconds wall time of the step
 * @param visited indices of the terminating states; empty where they have none
 * @param rows of the table of visited objects; none where it is not kept
 * @param rewards what the reward was asked for in the step
 */
public record StepReport(
    int numSteps,
    double loss,
    double gradientNorm,
    int numTrajectories,
    long numTransitions,
    long numEvaluations,
    double seconds,
    long[] visited,
    VisitedRows rows,
    RewardCounts rewards) {

  /**
   * Whether a multiple of {@code every} was reached or passed, for what happens every n steps.
   *
   * @param step number of updates made, after the reported ones
   */
  public boolean passes(long step, long every) {
    return step / every > (step - numSteps) / every;
  }
}
