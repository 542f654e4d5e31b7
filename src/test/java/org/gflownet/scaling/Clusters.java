package org.gflownet.scaling;

/** What the tests here share: round numbers, and clusters that differ from a uniform one. */
final class Clusters {
  static final Network NETWORK = Network.tenGigabit();
  static final StepCostModel COSTS =
      StepCostModel.ofTransitions(1e-5)
          .with(Constant.JOB, 0.01)
          .with(Constant.TASK, 0.0002)
          .with(Constant.CALL, 1e-4)
          .with(Constant.BYTE, 5e-9)
          .with(Constant.MERGE, 3e-10)
          .with(Constant.UPDATE, 4e-10)
          .with(Constant.STAGE, 0.004);

  /** Nothing costs anything but rollouts. */
  static final StepCostModel ROLLOUTS_ONLY = StepCostModel.ofTransitions(1e-5);

  /** As good as no network. */
  static final Network INSTANT = new Network(1e15, 0);

  private Clusters() {}

  static ClusterSpec uniform(int executors, int cores) {
    return ClusterSpec.uniform(executors, cores, NETWORK);
  }

  /** One executor is twice as slow. */
  static ClusterSpec oneSlow(int executors, int cores) {
    return new ClusterSpec(executors, cores, INSTANT, 0, 1, 2, 0, 0, 0);
  }

  static ClusterSpec noisy(int executors, int cores, double nodeSpread, double taskNoise) {
    return new ClusterSpec(executors, cores, NETWORK, nodeSpread, 0, 1, taskNoise, 0, 0);
  }

  static ClusterSpec failing(int executors, int cores, double perHour, double restart) {
    return new ClusterSpec(executors, cores, NETWORK, 0.1, 0, 1, 0.2, perHour, restart);
  }

  /** A task for each slice. */
  static Workload grid(int batch, int slices) {
    return grid(71_000, batch, slices, TaskShare.SLICES);
  }

  static Workload grid(long parameters, int batch, int slices, TaskShare tasks) {
    return new Workload(parameters, 1, batch, slices, tasks, 10);
  }

  static SimulatedRun simulate(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode, int jobs) {
    return new ClusterSimulator(costs, cluster, workload, mode, 1).run(jobs);
  }
}
