package org.gflownet.scaling;

import java.util.Comparator;

/**
 * One attempt at a task. Earlier jobs come first, and of a job the earlier stage.
 *
 * @param job number of the job
 * @param isPiece whether it adds up a piece of the sum, in the second stage, or computes slices
 * @param index of the task within its stage
 * @param attempt 0 unless executors failed
 */
record SimulatedTask(int job, boolean isPiece, int index, int attempt)
    implements Comparable<SimulatedTask> {
  private static final Comparator<SimulatedTask> ORDER =
      Comparator.comparingInt(SimulatedTask::job)
          .thenComparing(SimulatedTask::isPiece)
          .thenComparingInt(SimulatedTask::index);

  SimulatedTask again() {
    return new SimulatedTask(job, isPiece, index, attempt + 1);
  }

  @Override
  public int compareTo(SimulatedTask other) {
    return ORDER.compare(this, other);
  }
}
