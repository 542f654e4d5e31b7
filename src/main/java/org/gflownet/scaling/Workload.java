package org.gflownet.scaling;

import org.gflownet.math.EvenShares;

/**
 * What a training step has to do, and in how many pieces.
 *
 * @param parameters P, the length of the parameter vector
 * @param partialSums K, vectors of length P in the result of a slice; 1 for a plain mean
 * @param batch trajectories per step over all slices
 * @param slices of a step, at most one per trajectory
 * @param tasks among which the slices are shared
 * @param transitionsPerTrajectory mean length of a trajectory, the stop included
 */
public record Workload(
    long parameters,
    int partialSums,
    int batch,
    int slices,
    TaskShare tasks,
    double transitionsPerTrajectory) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException naming the first that is out of its bounds
   */
  public Workload {
    Bounds.require("parameters", (double) parameters, 1, 1e10);
    Bounds.require("partial sums", partialSums, 1, 16);
    Bounds.require("batch", batch, 1, 100_000_000);
    Bounds.require("slices", slices, 1, Math.min(batch, 1_000_000));
    if (!(transitionsPerTrajectory > 0 && transitionsPerTrajectory <= 1e6)) {
      throw new IllegalArgumentException(
          "transitions per trajectory must be more than 0, up to 1e6, was "
              + transitionsPerTrajectory);
    }
  }

  /** Mean number of transitions of a step. */
  public double transitions() {
    return batch * transitionsPerTrajectory;
  }

  /** Trajectories of one slice; sizes differ by one at most. */
  int trajectories(int slice) {
    return EvenShares.first(batch, slices, slice + 1) - EvenShares.first(batch, slices, slice);
  }
}
