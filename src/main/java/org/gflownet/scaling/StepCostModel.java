package org.gflownet.scaling;

/**
 * The measured constants of a training step, each for a core of speed 1.
 *
 * @param jobSeconds of the driver per job
 * @param taskSeconds of the driver's scheduler per slice
 * @param transitionSeconds of one core per transition, more than 0
 * @param callSeconds of one core per level of a slice; a level is one transition of each of its
 *     trajectories, evaluated in one batch
 * @param byteSeconds of the driver per byte broadcast or gathered, the network aside
 * @param mergeSeconds per float of a result that is added to another
 * @param updateSeconds per parameter and update
 * @param executorSeconds of the driver per executor and job
 * @param copySeconds of the driver per byte that it sends to an executor
 */
public record StepCostModel(
    double jobSeconds,
    double taskSeconds,
    double transitionSeconds,
    double callSeconds,
    double byteSeconds,
    double mergeSeconds,
    double updateSeconds,
    double executorSeconds,
    double copySeconds) {

  private static final double LARGEST = 1e6;

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or a transition is free
   */
  public StepCostModel {
    requireBounded(Constant.JOB, jobSeconds);
    requireBounded(Constant.TASK, taskSeconds);
    requireBounded(Constant.TRANSITION, transitionSeconds);
    requireBounded(Constant.CALL, callSeconds);
    requireBounded(Constant.BYTE, byteSeconds);
    requireBounded(Constant.MERGE, mergeSeconds);
    requireBounded(Constant.UPDATE, updateSeconds);
    requireBounded(Constant.EXECUTOR, executorSeconds);
    requireBounded(Constant.COPY, copySeconds);
    if (transitionSeconds == 0) {
      throw new IllegalArgumentException(
          Constant.TRANSITION.key() + " must be more than 0: rollouts are not free");
    }
  }

  private static void requireBounded(Constant constant, double value) {
    if (!(value >= 0 && value <= LARGEST)) {
      throw new IllegalArgumentException(
          constant.key() + " must be from 0 to 1e6 " + constant.unit() + ", was " + value);
    }
  }

  /**
   * The defaults, fitted to the runs that docs/scaling.md lists: flow matching on the 8^4 grid with
   * two hidden layers of 256, 75,525 parameters, on cores of an AMD EPYC (Zen 5).
   */
  public static StepCostModel standard() {
    return new StepCostModel(
        0.00305, 0.0003, 1.886e-6, 1.025e-4, 5.32e-9, 2.817e-10, 4.225e-10, 0, 0);
  }

  /**
   * A model from its constants.
   *
   * @param values by {@link Constant#index}
   */
  static StepCostModel of(double[] values) {
    return new StepCostModel(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
        values[8]);
  }

  /** The constants by {@link Constant#index}. */
  double[] values() {
    return new double[] {
      jobSeconds,
      taskSeconds,
      transitionSeconds,
      callSeconds,
      byteSeconds,
      mergeSeconds,
      updateSeconds,
      executorSeconds,
      copySeconds
    };
  }

  /** One constant. */
  public double value(Constant constant) {
    return values()[constant.index()];
  }

  /** This model with another value of one constant. */
  public StepCostModel with(Constant constant, double value) {
    double[] values = values();
    values[constant.index()] = value;
    return of(values);
  }

  /** Time of a core of speed 1 for a slice of so many trajectories. */
  double sliceSeconds(JobSize job, double trajectories) {
    double levels = trajectories > 0 ? job.levels() : 0;
    double step =
        trajectories * job.levels() * transitionSeconds
            + levels * callSeconds
            + job.sliceUpdates() * updateSeconds;
    return job.stepsPerJob() * step;
  }

  /** Time for the driver to start a job, its broadcast aside. */
  double startSeconds(JobSize job, ClusterSpec cluster) {
    return jobSeconds
        + cluster.executors() * executorSeconds
        + copiedBytes(job, cluster) * copySeconds;
  }

  /**
   * Bytes of a broadcast that the driver itself sends: its first block to every executor, since all
   * ask for it before another has it. The other blocks they get from one another.
   */
  static double copiedBytes(JobSize job, ClusterSpec cluster) {
    return cluster.executors() * Math.min(job.broadcastBytes(), Network.BLOCK_BYTES);
  }

  /** Time for the driver to write the broadcast's bytes. */
  double encodeSeconds(JobSize job) {
    return job.broadcastBytes() * byteSeconds;
  }

  /** Time for one result to arrive and be read. */
  double receiveSeconds(JobSize job, Network network) {
    return job.resultBytes() * byteSeconds + network.transferSeconds(job.resultBytes());
  }

  /** Time to add one result to another. */
  double mergeSeconds(JobSize job) {
    return job.resultFloats() * mergeSeconds;
  }

  /** Time for the driver's own update of the parameters. */
  double updateSeconds(JobSize job) {
    return job.driverUpdates() * updateSeconds;
  }

  /**
   * Time from the end of the last slice until one executor holds the merged result: each executor
   * merges its own slices, then {@code ceil(log2 E)} rounds of a transfer and a merge follow.
   */
  double treeSeconds(JobSize job, int slices, ClusterSpec cluster) {
    int executors = Math.min(slices, cluster.executors());
    int own = (slices + executors - 1) / executors - 1;
    int rounds = Network.ceilLog2(executors);
    return own * mergeSeconds(job)
        + rounds * (receiveSeconds(job, cluster.network()) + mergeSeconds(job));
  }
}
