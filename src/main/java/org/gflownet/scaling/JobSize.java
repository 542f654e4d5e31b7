package org.gflownet.scaling;

/**
 * What one Spark job carries: a step, or a round of averaging.
 *
 * @param stepsPerJob parameter updates that a job stands for
 * @param levels transitions of a trajectory, which are evaluated one after the other
 * @param broadcastBytes to every executor
 * @param vectorFloats of what a slice comes to, and any number of slices merged
 * @param sliceUpdates parameters that a slice updates per step of its own
 * @param driverUpdates parameters that the driver updates per job
 */
record JobSize(
    int stepsPerJob,
    double levels,
    double broadcastBytes,
    double vectorFloats,
    double sliceUpdates,
    double driverUpdates) {
  /** Parameters and the two moments of Adam. */
  private static final int AVERAGED_VECTORS = 3;

  static JobSize of(Workload workload, SyncMode mode) {
    boolean averaging = mode.kind() == SyncMode.Kind.AVERAGING;
    double parameters = workload.parameters();
    double sent = parameters * (averaging ? AVERAGED_VECTORS : 1);
    double returned = parameters * (averaging ? AVERAGED_VECTORS : workload.partialSums());
    return new JobSize(
        averaging ? mode.depth() : 1,
        workload.transitionsPerTrajectory(),
        sent * Float.BYTES,
        returned,
        averaging ? parameters : 0,
        averaging ? 0 : parameters);
  }

  double vectorBytes() {
    return vectorFloats * Float.BYTES;
  }
}
