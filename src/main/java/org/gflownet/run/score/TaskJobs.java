package org.gflownet.run.score;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.gflownet.spark.SparkTasks;
import org.gflownet.spark.SparkTasks.Outcome;

/**
 * Has executors do tasks, begun in their order. A Spark job has as many as {@link TaskGroups} gives
 * for one, and the next job begins when no more than that are unfinished: about two are under way,
 * so that no core waits for the last task of a job.
 *
 * <p>When it is stopped or a task fails, nothing more is started, a job of which no task has begun
 * is cancelled, and all tasks of the others come to their end: for each core the one it does and
 * mostly one more at most, each of a few seconds or a single unit. Only of the job of a failed task
 * Spark ends the other tasks, too; the parts that those have written stay.
 *
 * @param <U> the units of which tasks are groups
 */
final class TaskJobs<U> {
  /** How long a stop may stay unseen. */
  private static final long LOOK_MILLIS = 250;

  private final SparkTasks<List<U>> spark;
  private final Work<U> work;
  private final IntSupplier window;
  private final BooleanSupplier isStopped;
  private RuntimeException failure;
  private boolean isStoppedNow;
  private boolean isInterrupted;
  private int cancelled;

  /**
   * The tasks and what becomes of them; called by the thread that runs the jobs.
   *
   * @param <U> the units of which tasks are groups
   */
  interface Work<U> {
    /** What Spark's pages say of the jobs. */
    String description();

    /** Whether no task is left that executors can do. */
    boolean isEmpty();

    /** The tasks of the next job, about as many as asked for and at least one. */
    List<List<U>> next(int window);

    /** Takes what came of a task. */
    void take(Outcome<List<U>> outcome);
  }

  /**
   * Jobs to run.
   *
   * @param spark closed at the end
   * @param window how many tasks keep all executors busy, asked before each job
   * @param isStopped asked before each job and while tasks run
   */
  TaskJobs(SparkTasks<List<U>> spark, Work<U> work, IntSupplier window, BooleanSupplier isStopped) {
    this.spark = spark;
    this.work = work;
    this.window = window;
    this.isStopped = isStopped;
  }

  /** Runs them; whether all tasks were done that executors could do. */
  boolean run() {
    try (spark) {
      start();
      while (spark.unfinished() > 0) {
        take();
        start();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    return cancelled == 0 && (!isStoppedNow || work.isEmpty());
  }

  private void start() {
    try {
      isStoppedNow = isStoppedNow || isStopped.getAsBoolean();
      while (!hasEnded() && !work.isEmpty() && spark.unfinished() <= window.getAsInt()) {
        spark.start(work.description(), work.next(window.getAsInt()));
        isStoppedNow = isStopped.getAsBoolean();
      }
    } catch (RuntimeException e) {
      fail(e);
    }
    if (hasEnded()) {
      cancelled += spark.cancelUnbegun();
    }
  }

  private void take() {
    try {
      Optional<Outcome<List<U>>> outcome = spark.next(LOOK_MILLIS);
      if (outcome.isPresent()) {
        work.take(outcome.get());
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private boolean hasEnded() {
    return isStoppedNow || failure != null;
  }

  private void fail(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
  }
}
