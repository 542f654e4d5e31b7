package org.gflownet.scaling;

import org.gflownet.math.EvenShares;

/**
 * How the slices of a step are shared among tasks, as the trainer does it.
 *
 * @param tasks T of a step, at most one per slice
 * @param slices S of a step
 * @param threads of a task, each with a core of its own
 * @param slotsPerExecutor tasks that an executor runs at a time
 * @param executors E
 */
record TaskLayout(int tasks, int slices, int threads, int slotsPerExecutor, int executors) {
  /** Floats of the smallest piece that a second stage is worth a task for. */
  private static final int PIECE_FLOATS = 1 << 16;

  static TaskLayout of(Workload workload, ClusterSpec cluster) {
    TaskShare share = workload.tasks();
    int slices = workload.slices();
    int wanted =
        switch (share.kind()) {
          case SLICES -> slices;
          case CORES -> cluster.cores();
          case EXECUTORS -> cluster.executors();
          case COUNT -> share.count();
        };
    boolean isWhole = share.kind() == TaskShare.Kind.EXECUTORS;
    int threads = isWhole ? cluster.coresPerExecutor() : 1;
    return new TaskLayout(
        Math.min(slices, wanted),
        slices,
        threads,
        cluster.coresPerExecutor() / threads,
        cluster.executors());
  }

  /** Tasks that run at a time on all executors. */
  int slots() {
    return slotsPerExecutor * executors;
  }

  /** Number of the first slice of a task; of the number of tasks, the number of slices. */
  int firstSlice(int task) {
    return EvenShares.first(slices, tasks, task);
  }

  /** Slices of a task; they differ by one at most. */
  int slicesOf(int task) {
    return firstSlice(task + 1) - firstSlice(task);
  }

  /** Slices of the task with most of them. */
  int mostSlices() {
    return (slices + tasks - 1) / tasks;
  }

  /**
   * Vectors that a task comes to: nodes of the fixed tree over all slices, so that their sum does
   * not depend on how they are shared among tasks. One where the share is a power of two and begins
   * at a multiple of it.
   */
  int vectorsOf(int task) {
    int to = firstSlice(task + 1);
    int vectors = 0;
    for (int slice = firstSlice(task); slice < to; vectors++) {
      int aligned = slice == 0 ? Integer.highestOneBit(to) : Integer.lowestOneBit(slice);
      slice += Math.min(aligned, Integer.highestOneBit(to - slice));
    }
    return vectors;
  }

  /** Vectors that all tasks come to. */
  long vectors() {
    long vectors = 0;
    for (int task = 0; task < tasks; task++) {
      vectors += vectorsOf(task);
    }
    return vectors;
  }

  /**
   * Pieces R in which executors add up a sum.
   *
   * @param floats of the parameters that the job sends
   */
  static int pieces(int tasks, double floats) {
    return (int) Math.max(1, Math.min(tasks, Math.floor(floats / PIECE_FLOATS)));
  }
}
