package org.gflownet.scaling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The cores of all executors, and which of them are free, longest first; executors take turns in
 * the beginning. Core c belongs to executor c modulo their number.
 */
final class SimulatedCores {
  private static final int NONE = -1;

  private final int executors;
  private final SimulatedSlice[] running;
  private final boolean[] queued;
  private final boolean[] down;
  private final int[] incarnation;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final int[] chainJob;
  private final double[] chainSeconds;

  SimulatedCores(int executors, int coresPerExecutor) {
    this.executors = executors;
    int cores = executors * coresPerExecutor;
    running = new SimulatedSlice[cores];
    queued = new boolean[cores];
    down = new boolean[executors];
    incarnation = new int[executors];
    chainJob = new int[cores];
    Arrays.fill(chainJob, NONE);
    chainSeconds = new double[cores];
    for (int core = 0; core < cores; core++) {
      enqueue(core);
    }
  }

  int executor(int core) {
    return core % executors;
  }

  /** How often the core's executor has failed. */
  int incarnation(int core) {
    return incarnation[executor(core)];
  }

  /** The core that has been free for longest, no longer free; -1 if all are busy or down. */
  int poll() {
    while (!free.isEmpty()) {
      int core = free.poll();
      queued[core] = false;
      if (!down[executor(core)]) {
        return core;
      }
    }
    return NONE;
  }

  void start(int core, SimulatedSlice slice) {
    running[core] = slice;
  }

  /** Frees a core. Returns the work it did for this slice's job so far, in seconds. */
  double finish(int core, double seconds) {
    int job = running[core].job();
    chainSeconds[core] = seconds + (chainJob[core] == job ? chainSeconds[core] : 0);
    chainJob[core] = job;
    running[core] = null;
    enqueue(core);
    return chainSeconds[core];
  }

  SimulatedSlice running(int core) {
    return running[core];
  }

  /** Takes an executor away, and hands over each of its cores that was at work. */
  void fail(int executor, IntConsumer interrupted) {
    down[executor] = true;
    incarnation[executor]++;
    for (int core = executor; core < running.length; core += executors) {
      if (running[core] != null) {
        interrupted.accept(core);
        running[core] = null;
      }
    }
  }

  void restore(int executor) {
    down[executor] = false;
    for (int core = executor; core < running.length; core += executors) {
      enqueue(core);
    }
  }

  private void enqueue(int core) {
    if (!queued[core]) {
      queued[core] = true;
      free.add(core);
    }
  }
}
