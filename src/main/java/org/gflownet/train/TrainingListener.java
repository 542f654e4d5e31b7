package org.gflownet.train;

import java.util.Map;

/**
 * Watches a run on the driver: evaluation, metrics, progress, checkpoints. Listeners are called in
 * the order in which they were given.
 */
public interface TrainingListener {

  /** Called once before the first step of this process. */
  default void started(TrainingState state) {}

  /**
   * Called after each parameter update and before any {@link #stepDone}: takes in what the step
   * did, so that all listeners agree on it, and on whether the budget is spent, when they report.
   */
  default void count(TrainingState state, StepReport report) {}

  /** Called after each parameter update; {@code last} is true where the budget is spent. */
  default void stepDone(TrainingState state, StepReport report, boolean last) {}

  /**
   * Called once when the run leaves its loop.
   *
   * @param completed false where it was interrupted
   */
  default void stopped(TrainingState state, boolean completed) {}

  /** What this listener must find again after a resume: adds arrays under names of its own. */
  default void save(Map<String, long[]> sections) {}

  /** Restores what {@link #save} added. */
  default void restore(Map<String, long[]> sections) {}
}
