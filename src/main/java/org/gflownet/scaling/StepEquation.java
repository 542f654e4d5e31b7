package org.gflownet.scaling;

/**
 * The time of a job in closed form, where all cores are equal, without noise and failures: what the
 * simulator then gives, and what the constants are fitted with.
 *
 * <p>With C cores and S slices, slice number i of wave v (both from 1) ends at {@code base + max((i
 * + v - 1) task + v service, (i + C (v - 1)) task + service)}: its core is at work all the time, or
 * the scheduler is. The driver has read all results at the largest of {@code end + (S - number + 1)
 * receive} over all slices. Each case is linear in the constants, so the largest is at the first or
 * last slice of the first wave or of one of the last two.
 */
final class StepEquation {
  /** Constants, and behind them what does not depend on any. */
  static final int LENGTH = Constant.values().length + 1;

  private static final int FIXED = LENGTH - 1;

  private final ClusterSpec cluster;
  private final Workload workload;
  private final boolean tree;
  private final JobSize size;
  private final double[] values;
  private double[] slowest;
  private double slowestSeconds;

  private StepEquation(StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode) {
    if (mode.kind() == SyncMode.Kind.PIPELINED) {
      throw new IllegalArgumentException("steps that overlap have no closed form: simulate them");
    }
    this.cluster = cluster;
    this.workload = workload;
    tree = mode.tree();
    size = JobSize.of(workload, mode);
    values = new double[LENGTH];
    System.arraycopy(costs.values(), 0, values, 0, FIXED);
    values[FIXED] = 1;
  }

  /** Seconds per step. */
  static double seconds(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode) {
    StepEquation equation = new StepEquation(costs, cluster, workload, mode);
    return equation.product(equation.solve()) / equation.size.stepsPerJob();
  }

  /**
   * How often each constant counts in the seconds per step, given which of the cases above is the
   * largest with these costs.
   *
   * @return by {@link Constant#index}; last the seconds that depend on none of them
   */
  static double[] coefficients(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode) {
    StepEquation equation = new StepEquation(costs, cluster, workload, mode);
    double[] coefficients = equation.solve();
    for (int i = 0; i < LENGTH; i++) {
      coefficients[i] /= equation.size.stepsPerJob();
    }
    return coefficients;
  }

  private double[] solve() {
    slowestSeconds = -1;
    int slices = workload.slices();
    int cores = Math.min(slices, cluster.cores());
    int waves = (slices + cores - 1) / cores;
    for (int wave : new int[] {1, Math.max(1, waves - 1), waves}) {
      int last = Math.min(cores, slices - (wave - 1) * cores);
      for (int i : new int[] {1, last}) {
        int number = (wave - 1) * cores + i;
        consider(number, i + wave - 1, wave);
        consider(number, number, 1);
      }
    }
    double[] all = slowest;
    if (tree) {
      addTree(all);
    } else {
      all[Constant.MERGE.index()] += (slices - 1) * size.resultFloats();
    }
    all[Constant.UPDATE.index()] += size.driverUpdates();
    return all;
  }

  private void consider(int number, int launches, int services) {
    double[] ending = new double[LENGTH];
    ending[Constant.JOB.index()] = 1;
    ending[Constant.EXECUTOR.index()] = cluster.executors();
    ending[Constant.COPY.index()] = StepCostModel.copiedBytes(size, cluster);
    ending[Constant.BYTE.index()] = size.broadcastBytes();
    ending[FIXED] = cluster.network().broadcastSeconds(size.broadcastBytes(), cluster.executors());
    ending[Constant.TASK.index()] = launches;
    addServices(ending, services);
    addReceives(ending, tree ? 1 : workload.slices() - number + 1);
    double seconds = product(ending);
    if (seconds > slowestSeconds) {
      slowestSeconds = seconds;
      slowest = ending;
    }
  }

  private void addServices(double[] into, int services) {
    double steps = (double) services * size.stepsPerJob();
    into[Constant.TRANSITION.index()] += steps * workload.transitions() / workload.slices();
    into[Constant.CALL.index()] += steps * size.levels();
    into[Constant.UPDATE.index()] += steps * size.sliceUpdates();
  }

  private void addReceives(double[] into, int receives) {
    into[Constant.BYTE.index()] += receives * size.resultBytes();
    into[FIXED] += receives * cluster.network().transferSeconds(size.resultBytes());
  }

  private void addTree(double[] into) {
    int executors = Math.min(workload.slices(), cluster.executors());
    int rounds = Network.ceilLog2(executors);
    int merges = (workload.slices() + executors - 1) / executors - 1 + rounds;
    into[Constant.MERGE.index()] += merges * size.resultFloats();
    addReceives(into, rounds);
  }

  private double product(double[] coefficients) {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += coefficients[i] * values[i];
    }
    return sum;
  }
}
