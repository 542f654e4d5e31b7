package org.gflownet.scaling;

/** What the tests here share: round numbers, and clusters that differ from a uniform one. */
final class Clusters {
  static final Network NETWORK = Network.tenGigabit();
  static final StepCostModel COSTS =
      new StepCostModel(0.01, 0.0002, 1e-5, 1e-4, 5e-9, 3e-10, 4e-10, 0, 0);

  /** Nothing costs anything but rollouts. */
  static final StepCostModel ROLLOUTS_ONLY = new StepCostModel(0, 0, 1e-5, 0, 0, 0, 0, 0, 0);

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

  static Workload grid(int batch, int slices) {
    return new Workload(71_000, 1, batch, slices, 10);
  }

  static SimulatedRun simulate(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode, int jobs) {
    return new ClusterSimulator(costs, cluster, workload, mode, 1).run(jobs);
  }
}
