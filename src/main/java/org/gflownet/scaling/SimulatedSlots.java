package org.gflownet.scaling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The slots for tasks of all executors, each a core or a whole executor, and which of them are
 * free, longest first; executors take turns in the beginning. Slot s belongs to executor s modulo
 * their number.
 */
final class SimulatedSlots {
  private static final int NONE = -1;

  private final int executors;
  private final SimulatedTask[] running;
  private final int[] starts;
  private final boolean[] queued;
  private final boolean[] down;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final int[] chainJob;
  private final double[] chainSeconds;

  SimulatedSlots(int executors, int slotsPerExecutor) {
    this.executors = executors;
    int slots = executors * slotsPerExecutor;
    running = new SimulatedTask[slots];
    starts = new int[slots];
    queued = new boolean[slots];
    down = new boolean[executors];
    chainJob = new int[slots];
    Arrays.fill(chainJob, NONE);
    chainSeconds = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      enqueue(slot);
    }
  }

  int executor(int slot) {
    return slot % executors;
  }

  /** The slot that has been free for longest, no longer free; -1 if all are busy or down. */
  int poll() {
    while (!free.isEmpty()) {
      int slot = free.poll();
      queued[slot] = false;
      if (!down[executor(slot)]) {
        return slot;
      }
    }
    return NONE;
  }

  /** Returns how many tasks the slot has been given, by which {@link #isRunning} knows this one. */
  int start(int slot, SimulatedTask task) {
    running[slot] = task;
    return ++starts[slot];
  }

  /** Whether the slot still works on the task that was its so-many-th. */
  boolean isRunning(int slot, int start) {
    return running[slot] != null && starts[slot] == start;
  }

  /** Frees a slot. Returns the work it did for this task's job so far, in seconds. */
  double finish(int slot, double seconds) {
    int job = running[slot].job();
    chainSeconds[slot] = seconds + (chainJob[slot] == job ? chainSeconds[slot] : 0);
    chainJob[slot] = job;
    stop(slot);
    return chainSeconds[slot];
  }

  private void stop(int slot) {
    running[slot] = null;
    enqueue(slot);
  }

  SimulatedTask running(int slot) {
    return running[slot];
  }

  /** Stops the tasks of a job's second stage, and hands over the number of each one's piece. */
  void stopPieces(int job, IntConsumer stopped) {
    for (int slot = 0; slot < running.length; slot++) {
      if (running[slot] != null && running[slot].isPiece() && running[slot].job() == job) {
        stopped.accept(running[slot].index());
        stop(slot);
      }
    }
  }

  /** Takes an executor away, and hands over each of its slots that was at work. */
  void fail(int executor, IntConsumer interrupted) {
    down[executor] = true;
    for (int slot = executor; slot < running.length; slot += executors) {
      if (running[slot] != null) {
        interrupted.accept(slot);
        running[slot] = null;
      }
    }
  }

  void restore(int executor) {
    down[executor] = false;
    for (int slot = executor; slot < running.length; slot += executors) {
      enqueue(slot);
    }
  }

  private void enqueue(int slot) {
    if (!queued[slot]) {
      queued[slot] = true;
      free.add(slot);
    }
  }
}
