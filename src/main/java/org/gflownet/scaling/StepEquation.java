package org.gflownet.scaling;

/**
 * The time of a job in closed form, where all cores are equal, without noise and failures, and all
 * tasks have as many slices: what the simulator then gives, and what the constants are fitted with.
 *
 * <p>With C slots and T tasks, task number i of wave v (both from 1) ends at {@code base + max((i +
 * v - 1) task + v service, (i + C (v - 1)) task + service)}: its slot is at work all the time, or
 * the scheduler is. The driver has read result number n at the largest of {@code end + (n - number
 * + 1) receive} over the tasks up to the n-th, and added it up, with those behind it, {@code (T - n
 * + 1) merge} later, the first of all one merge sooner. Each case is linear in the constants, so
 * the largest is at the first, second or last task of the first wave or of one of the last two, and
 * at its own result, the second or the last one. A second stage is another such stage, which begins
 * when the first has ended.
 */
final class StepEquation {
  /** Constants, and behind them what does not depend on any. */
  static final int LENGTH = Constant.values().length + 1;

  private static final int FIXED = LENGTH - 1;

  private final ClusterSpec cluster;
  private final Workload workload;
  private final boolean isSharded;
  private final JobSize size;
  private final TaskLayout layout;
  private final Shards shards;
  private final double[] values;

  /**
   * A stage.
   *
   * @param tasks of it
   * @param service of each, as often as each constant counts
   * @param receive of each result, likewise; null where none is sent
   * @param vectors in each result, which the driver adds up; 0 where it does not
   */
  private record Stage(int tasks, double[] service, double[] receive, double vectors) {}

  private StepEquation(StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode) {
    if (mode.kind() == SyncMode.Kind.PIPELINED) {
      throw new IllegalArgumentException("steps that overlap have no closed form: simulate them");
    }
    this.cluster = cluster;
    this.workload = workload;
    isSharded = mode.shards();
    size = JobSize.of(workload, mode);
    layout = TaskLayout.of(workload, cluster);
    shards = Shards.of(layout, size, cluster);
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
    double vectors = (double) layout.vectors() / layout.tasks();
    double[] all;
    if (isSharded) {
      all = end(start(), new Stage(layout.tasks(), slices(vectors), null, 0));
      all[Constant.STAGE.index()]++;
      all = end(all, new Stage(shards.pieces(), piece(), receive(shards.resultBytes()), 0));
    } else {
      double[] receive = receive(vectors * size.vectorBytes());
      all = end(start(), new Stage(layout.tasks(), slices(vectors), receive, vectors));
    }
    all[Constant.UPDATE.index()] += size.driverUpdates();
    return all;
  }

  private double[] start() {
    double[] base = new double[LENGTH];
    base[Constant.JOB.index()] = 1;
    base[Constant.EXECUTOR.index()] = cluster.executors();
    base[Constant.COPY.index()] = StepCostModel.copiedBytes(size, cluster);
    base[Constant.BYTE.index()] = size.broadcastBytes();
    base[FIXED] = cluster.network().broadcastSeconds(size.broadcastBytes(), cluster.executors());
    return base;
  }

  /** A task's slices on its threads, and what it does with their results. */
  private double[] slices(double vectors) {
    int slices = layout.mostSlices();
    int turns = (slices + layout.threads() - 1) / layout.threads();
    double steps = (double) turns * size.stepsPerJob();
    double[] service = new double[LENGTH];
    service[Constant.TRANSITION.index()] = steps * workload.transitions() / workload.slices();
    service[Constant.CALL.index()] = steps * size.levels();
    service[Constant.UPDATE.index()] = steps * size.sliceUpdates();
    service[Constant.MERGE.index()] = (slices - vectors) * size.vectorFloats();
    service[Constant.BYTE.index()] = isSharded ? vectors * size.vectorBytes() : 0;
    return service;
  }

  private double[] piece() {
    double[] service = new double[LENGTH];
    service[Constant.MERGE.index()] = shards.floatsMerged();
    service[Constant.BYTE.index()] = shards.bytesRead();
    service[FIXED] = shards.wireSeconds();
    return service;
  }

  private double[] receive(double bytes) {
    double[] receive = new double[LENGTH];
    receive[Constant.BYTE.index()] = bytes;
    receive[FIXED] = cluster.network().transferSeconds(bytes);
    return receive;
  }

  /** When all of a stage's results are there and added up, if it begins at {@code base}. */
  private double[] end(double[] base, Stage stage) {
    int tasks = stage.tasks();
    int slots = Math.min(tasks, layout.slots());
    int waves = (tasks + slots - 1) / slots;
    double[] latest = base;
    for (int wave : new int[] {1, Math.max(1, waves - 1), waves}) {
      int last = Math.min(slots, tasks - (wave - 1) * slots);
      for (int i : new int[] {1, Math.min(2, last), last}) {
        int number = (wave - 1) * slots + i;
        latest = later(latest, gathered(base, stage, number, i + wave - 1, wave));
        latest = later(latest, gathered(base, stage, number, number, 1));
      }
    }
    return latest;
  }

  /** The latest end of the results from one task's on, if no other task keeps them waiting. */
  private double[] gathered(double[] base, Stage stage, int number, int launches, int services) {
    double[] ended = base.clone();
    ended[Constant.TASK.index()] += launches;
    add(ended, services, stage.service());
    if (stage.receive() == null) {
      return ended;
    }
    double[] latest = ended;
    int tasks = stage.tasks();
    for (int result : new int[] {number, Math.max(number, Math.min(2, tasks)), tasks}) {
      double[] added = ended.clone();
      add(added, result - number + 1, stage.receive());
      double vectors = (tasks - result + 1) * stage.vectors();
      double merges = result == 1 ? Math.max(0, vectors - 1) : vectors;
      added[Constant.MERGE.index()] += merges * size.vectorFloats();
      latest = later(latest, added);
    }
    return latest;
  }

  private static void add(double[] into, double times, double[] what) {
    for (int i = 0; i < LENGTH; i++) {
      into[i] += times * what[i];
    }
  }

  private double[] later(double[] first, double[] second) {
    return product(second) > product(first) ? second : first;
  }

  private double product(double[] coefficients) {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += coefficients[i] * values[i];
    }
    return sum;
  }
}
