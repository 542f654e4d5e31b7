package org.gflownet.scaling;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * How far a job is whose sums executors add up: where what its first tasks came to lies, and which
 * pieces are still to be added up.
 */
final class SecondStage {
  private static final int NOWHERE = -1;

  private final int job;
  private final int[] executorOf;
  private final int[] attempts;
  private final boolean[] waiting;
  private int missing;
  private int unfinished;

  SecondStage(int job, int tasks, int pieces) {
    this.job = job;
    executorOf = new int[tasks];
    Arrays.fill(executorOf, NOWHERE);
    attempts = new int[tasks];
    waiting = new boolean[pieces];
    Arrays.fill(waiting, true);
    missing = tasks;
    unfinished = pieces;
  }

  /** A task of the first stage has ended on an executor. */
  void written(SimulatedTask task, int executor) {
    executorOf[task.index()] = executor;
    attempts[task.index()] = task.attempt();
    missing--;
  }

  /** Whether all of the first stage is there. */
  boolean isReady() {
    return missing == 0;
  }

  /** Hands over the tasks of all pieces that wait for the first stage; they wait no longer. */
  void begin(Consumer<SimulatedTask> task) {
    for (int piece = 0; piece < waiting.length; piece++) {
      if (waiting[piece]) {
        waiting[piece] = false;
        task.accept(new SimulatedTask(job, true, piece, 0));
      }
    }
  }

  /** A piece has been added up. */
  void ended() {
    unfinished--;
  }

  /** Whether no piece is left to be added up. */
  boolean isDone() {
    return unfinished == 0;
  }

  /** A piece has to wait for the first stage again. */
  void await(int piece) {
    waiting[piece] = true;
  }

  /**
   * Forgets what lay on an executor.
   *
   * @param lost is given each attempt of the first stage that was in vain
   * @return whether there was any
   */
  boolean lose(int executor, Consumer<SimulatedTask> lost) {
    int before = missing;
    for (int task = 0; task < executorOf.length; task++) {
      if (executorOf[task] == executor) {
        executorOf[task] = NOWHERE;
        missing++;
        lost.accept(new SimulatedTask(job, false, task, attempts[task]));
      }
    }
    return missing > before;
  }
}
