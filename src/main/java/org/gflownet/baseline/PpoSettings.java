package org.gflownet.baseline;

import org.gflownet.math.Schedule;

/**
 * How PPO learns.
 *
 * @param seed of the run
 * @param share of a step's trajectories among slices
 * @param updates of the parameters in a step
 * @param minibatch actions for an update
 * @param advantage what an action is judged by
 * @param loss of an action
 * @param learningRate by step
 * @param gradientClip largest global norm of the gradient; 0 for none
 */
public record PpoSettings(
    long seed,
    Share share,
    int updates,
    int minibatch,
    Advantage advantage,
    PpoLoss loss,
    Schedule learningRate,
    double gradientClip) {

  /** What an action is judged by; the reward comes at the end only and is not discounted. */
  public enum Advantage {
    /** R - V(s): what came out against what was expected. */
    RETURN,
    /** V(s') - V(s), and R - V(s) for the last action: the code of Bengio et al. 2021. */
    DIFFERENCE
  }
}
