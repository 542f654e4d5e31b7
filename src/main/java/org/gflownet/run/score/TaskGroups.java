package org.gflownet.run.score;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes tasks of units that follow one another: so many that a task lasts a while, as far as the
 * tasks before tell, and so few that all cores have something to do up to the end. What comes of a
 * unit must not depend on the task that it is in. Not thread-safe.
 *
 * @param <U> a unit
 */
final class TaskGroups<U> {
  /** Of a task: a thousand times what it costs the driver, and short for who waits for its end. */
  private static final double LASTING_MILLIS = 3000;

  /** Weight of the newest task in the mean time of a unit. */
  private static final double NEWEST = 0.3;

  private final Deque<List<U>> rest;
  private long numUnits;
  private double unitMillis;
  private long size = 1;

  /**
   * Nothing taken yet.
   *
   * @param runs of units; those of one stay together
   */
  TaskGroups(List<List<U>> runs) {
    rest = new ArrayDeque<>(runs);
    numUnits = runs.stream().mapToLong(List::size).sum();
  }

  /** Whether all are taken. */
  boolean isEmpty() {
    return rest.isEmpty();
  }

  /**
   * Takes tasks.
   *
   * @param window how many at most
   */
  List<List<U>> next(int window) {
    if (unitMillis > 0) {
      size = Math.max(1, Math.min(2 * size, Math.round(LASTING_MILLIS / unitMillis)));
    }
    // So that what is left is enough for this job and one more.
    long most = Math.min(size, Math.max(1, numUnits / (2L * window)));
    List<List<U>> tasks = new ArrayList<>();
    while (tasks.size() < window && !rest.isEmpty()) {
      List<U> task = new ArrayList<>(rest.removeFirst());
      while (!rest.isEmpty() && task.size() + rest.getFirst().size() <= most) {
        task.addAll(rest.removeFirst());
      }
      numUnits -= task.size();
      tasks.add(task);
    }
    return tasks;
  }

  /**
   * Takes note of the time of a task.
   *
   * @param units of the task
   */
  void lasted(int units, long millis) {
    double each = Math.max(1.0, (double) millis) / units;
    unitMillis = unitMillis == 0 ? each : NEWEST * each + (1 - NEWEST) * unitMillis;
  }

  /** What is not taken. */
  List<List<U>> rest() {
    return new ArrayList<>(rest);
  }
}
