package org.gflownet.scaling;

/**
 * What a training step has to do.
 *
 * @param parameters P, the length of the parameter vector
 * @param partialSums K, vectors of length P in the result of a slice; 1 for a plain mean
 * @param batch trajectories per step over all slices
 * @param slices tasks per step, at most one per trajectory
 * @param transitionsPerTrajectory mean length of a trajectory, the stop included
 */
public record Workload(
    long parameters, int partialSums, int batch, int slices, double transitionsPerTrajectory) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException naming the first that is out of its bounds
   */
  public Workload {
    require("parameters", parameters, 1, 10_000_000_000L);
    require("partial sums", partialSums, 1, 16);
    require("batch", batch, 1, 100_000_000);
    require("slices", slices, 1, Math.min(batch, 1_000_000));
    if (!(transitionsPerTrajectory > 0 && transitionsPerTrajectory <= 1e6)) {
      throw new IllegalArgumentException(
          "transitions per trajectory must be more than 0, up to 1e6, was "
              + transitionsPerTrajectory);
    }
  }

  private static void require(String name, long value, long least, long largest) {
    if (value < least || value > largest) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + largest + ", was " + value);
    }
  }

  /** Mean number of transitions of a step. */
  public double transitions() {
    return batch * transitionsPerTrajectory;
  }

  /** Trajectories of one slice; sizes differ by one at most. */
  int trajectories(int slice) {
    return (int) ((slice + 1L) * batch / slices - (long) slice * batch / slices);
  }
}
