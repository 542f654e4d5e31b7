package org.gflownet.scaling;

/**
 * One measured run.
 *
 * @param cluster executors and cores, taken as equal
 * @param workload of a step
 * @param mode of synchronisation
 * @param secondsPerStep mean over the run, more than 0
 */
public record Measurement(
    ClusterSpec cluster, Workload workload, SyncMode mode, double secondsPerStep) {

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Measurement {
    if (!(secondsPerStep > 0 && secondsPerStep <= 1e6)) {
      throw new IllegalArgumentException(
          "seconds_per_step must be more than 0, up to 1e6, was " + secondsPerStep);
    }
  }

  /** What a model says of this run, in seconds per step. */
  public double predictedSeconds(StepCostModel costs) {
    return mode.kind() == SyncMode.Kind.PIPELINED
        ? new ClusterSimulator(costs, cluster, workload, mode, 0).run(50).secondsPerStep()
        : StepEquation.seconds(costs, cluster, workload, mode);
  }
}
