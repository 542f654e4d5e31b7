package org.gflownet.scaling;

import java.util.ArrayList;
import java.util.List;

/**
 * The same training on clusters of 4, 8, 16, ... executors.
 *
 * @param costs constants of a step
 * @param machines what every cluster is made of; its {@code executors} are replaced, and its {@code
 *     slowExecutors} keep their share
 * @param step what a step does; its batch and slices are replaced
 * @param batchPerCore trajectories per core and step; 0 where the batch is {@code batch}
 * @param batch trajectories per step on every cluster; 0 where each core has {@code batchPerCore}
 * @param slicesPerCore slices per core and step, as far as there are trajectories for them
 * @param jobs steps or rounds to simulate
 * @param seed of the simulation
 */
public record ScalingStudy(
    StepCostModel costs,
    ClusterSpec machines,
    Workload step,
    int batchPerCore,
    int batch,
    int slicesPerCore,
    int jobs,
    long seed) {
  private static final double SATURATED = 0.5;

  /** One cluster in one mode. */
  public record Row(
      int executors, SyncMode mode, int slices, int tasks, int batch, SimulatedRun run) {

    /** Whether less than half of what the cores could do comes out. */
    public boolean isSaturated() {
      return run.efficiency() < SATURATED;
    }
  }

  /**
   * Simulates one cluster.
   *
   * @throws IllegalArgumentException if batch or slices become too large
   */
  public Row simulate(int executors, SyncMode mode) {
    int slow =
        (int) Math.round((double) machines.slowExecutors() * executors / machines.executors());
    ClusterSpec cluster = machines.scaledTo(executors, slow);
    long total = batch > 0 ? batch : (long) batchPerCore * cluster.cores();
    long slices = Math.min(total, (long) slicesPerCore * cluster.cores());
    if (total > 100_000_000 || slices > 1_000_000) {
      throw new IllegalArgumentException(
          executors
              + " executors make a batch of "
              + total
              + " in "
              + slices
              + " slices; at most 100000000 in 1000000 can be simulated");
    }
    Workload workload =
        new Workload(
            step.parameters(),
            step.partialSums(),
            (int) total,
            (int) slices,
            step.tasks(),
            step.transitionsPerTrajectory());
    SimulatedRun run = new ClusterSimulator(costs, cluster, workload, mode, seed).run(jobs);
    int tasks = TaskLayout.of(workload, cluster).tasks();
    return new Row(executors, mode, (int) slices, tasks, (int) total, run);
  }

  /** Simulates all clusters, mode by mode. */
  public List<Row> simulate(List<Integer> executors, List<SyncMode> modes) {
    List<Row> rows = new ArrayList<>();
    for (SyncMode mode : modes) {
      for (int count : executors) {
        rows.add(simulate(count, mode));
      }
    }
    return rows;
  }

  /** What to change where a cluster is saturated, from where its time goes. */
  public static String advice(Row row) {
    Phases phases = row.run().phases();
    SyncMode mode = row.mode();
    double largest = Math.max(phases.gather(), Math.max(phases.schedule(), phases.broadcast()));
    double driver = phases.total() - phases.rollout();
    int steps = mode.kind() == SyncMode.Kind.AVERAGING ? mode.depth() : 1;
    double useful = row.run().efficiency() * row.run().secondsPerStep() * steps;
    if (phases.rollout() - useful > driver) {
      String shares = row.tasks() < row.slices() ? " in more tasks (train.tasks)" : "";
      return "slices are uneven or too small: more train.slices of the same size"
          + shares
          + ", a larger train.batch";
    }
    String rarer =
        mode.kind() == SyncMode.Kind.AVERAGING
            ? "more train.local-steps"
            : "train.sync = averaging with train.local-steps from 16";
    String fewer = row.tasks() > row.executors() ? ", train.tasks = executors" : "";
    if (largest == phases.gather() && !mode.shards()) {
      return rarer + ", a larger train.batch, train.gather = shards" + fewer;
    }
    String hidden =
        mode.kind() == SyncMode.Kind.GRADIENT ? ", pipelined steps (train.staleness)" : "";
    return rarer + ", a larger train.batch" + fewer + hidden;
  }
}
