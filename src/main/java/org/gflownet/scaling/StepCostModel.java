package org.gflownet.scaling;

import java.util.Arrays;

/**
 * The measured constants of a training step, each for a core of speed 1: one value for each {@link
 * Constant}.
 */
public final class StepCostModel {
  private static final double LARGEST = 1e6;

  private final double[] values;

  private StepCostModel(double[] values) {
    this.values = values;
  }

  /** Nothing costs anything but transitions. */
  static StepCostModel ofTransitions(double seconds) {
    double[] values = new double[Constant.values().length];
    values[Constant.TRANSITION.index()] = seconds;
    return of(values);
  }

  /** The defaults for the hyper-grid. */
  public static StepCostModel standard() {
    return standard(ReferenceWorkload.GRID);
  }

  /**
   * The defaults for a workload, from the runs that docs/scaling.md lists: additions and updates on
   * an AMD EPYC (Zen 5), what the driver does on an Intel Xeon.
   */
  public static StepCostModel standard(ReferenceWorkload workload) {
    return ofTransitions(workload.transitionSeconds())
        .with(Constant.CALL, workload.callSeconds())
        .with(Constant.JOB, 0.01045)
        .with(Constant.TASK, 6.51e-4)
        .with(Constant.BYTE, 1.906e-9)
        .with(Constant.MERGE, 2.817e-10)
        .with(Constant.UPDATE, 4.225e-10)
        .with(Constant.EXECUTOR, 0.001089)
        .with(Constant.COPY, 4.0e-10)
        .with(Constant.STAGE, 0.00875);
  }

  /**
   * A model from its constants.
   *
   * @param values by {@link Constant#index}
   * @throws IllegalArgumentException if one is negative or not finite, or a transition is free
   */
  static StepCostModel of(double[] values) {
    for (Constant constant : Constant.values()) {
      double value = values[constant.index()];
      Bounds.require(constant.key(), value, 0, LARGEST, constant.unit());
    }
    if (values[Constant.TRANSITION.index()] == 0) {
      throw new IllegalArgumentException(
          Constant.TRANSITION.key() + " must be more than 0: rollouts are not free");
    }
    return new StepCostModel(values.clone());
  }

  /** The constants by {@link Constant#index}; a copy. */
  double[] values() {
    return values.clone();
  }

  /** One constant. */
  public double value(Constant constant) {
    return values[constant.index()];
  }

  /**
   * This model with another value of one constant.
   *
   * @throws IllegalArgumentException if it is out of its bounds
   */
  public StepCostModel with(Constant constant, double value) {
    double[] other = values();
    other[constant.index()] = value;
    return of(other);
  }

  /** Time of a core of speed 1 for a slice of so many trajectories. */
  double sliceSeconds(JobSize job, double trajectories) {
    double levels = trajectories > 0 ? job.levels() : 0;
    double step =
        trajectories * job.levels() * value(Constant.TRANSITION)
            + levels * value(Constant.CALL)
            + job.sliceUpdates() * value(Constant.UPDATE);
    return job.stepsPerJob() * step;
  }

  /** Time for the driver to start a job, its broadcast aside. */
  double startSeconds(JobSize job, ClusterSpec cluster) {
    return value(Constant.JOB)
        + cluster.executors() * value(Constant.EXECUTOR)
        + copiedBytes(job, cluster) * value(Constant.COPY);
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
    return byteSeconds(job.broadcastBytes());
  }

  /** Time to write or to read some bytes of vectors. */
  double byteSeconds(double bytes) {
    return bytes * value(Constant.BYTE);
  }

  /** Time to add some floats to as many others. */
  double mergeSeconds(double floats) {
    return floats * value(Constant.MERGE);
  }

  /** Time for one result of so many bytes to arrive and be read. */
  double receiveSeconds(double bytes, Network network) {
    return byteSeconds(bytes) + network.transferSeconds(bytes);
  }

  /** Time for the driver's own update of the parameters. */
  double updateSeconds(JobSize job) {
    return job.driverUpdates() * value(Constant.UPDATE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepCostModel model && Arrays.equals(values, model.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Constants.write(this);
  }
}
