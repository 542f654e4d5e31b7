package org.gflownet.scaling;

/**
 * Where the time from the start of a job to its update goes, in seconds along the critical path:
 * that of the slice that ends last.
 *
 * @param broadcast writing the parameters and passing them to all executors
 * @param schedule the job's overhead, and what the last slice's core waited for launches
 * @param rollout work of that core
 * @param gather from the end of the last slice until all results are merged
 * @param update of the parameters by the driver
 */
public record Phases(
    double broadcast, double schedule, double rollout, double gather, double update) {

  static final Phases NONE = new Phases(0, 0, 0, 0, 0);

  /** From the start of a job to its update. */
  public double total() {
    return broadcast + schedule + rollout + gather + update;
  }

  Phases plus(Phases other) {
    return new Phases(
        broadcast + other.broadcast,
        schedule + other.schedule,
        rollout + other.rollout,
        gather + other.gather,
        update + other.update);
  }

  Phases times(double factor) {
    return new Phases(
        broadcast * factor, schedule * factor, rollout * factor, gather * factor, update * factor);
  }
}
