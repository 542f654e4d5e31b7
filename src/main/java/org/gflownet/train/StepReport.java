package org.gflownet.train;

/**
 * What happened in one step, for listeners.
 *
 * @param loss of the step's trajectories under the parameters before the update
 * @param gradientNorm global norm before clipping
 * @param numTrajectories in the step
 * @param numTransitions in the step
 * @param numEvaluations distinct states evaluated in the step
 * @param seconds wall time of the step
 * @param visited indices of the terminating states; empty where they have none
 */
public record StepReport(
    double loss,
    double gradientNorm,
    int numTrajectories,
    long numTransitions,
    long numEvaluations,
    double seconds,
    long[] visited) {}
