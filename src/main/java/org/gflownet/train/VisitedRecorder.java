package org.gflownet.train;

import java.util.List;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * Makes rows of the table of visited objects where they are sampled. One per worker; not
 * thread-safe.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface VisitedRecorder<S> {

  /**
   * The rows of the trajectories of a slice.
   *
   * @param table holds the states of the trajectories, evaluated; no row is added to it
   * @param trajectories of the slice
   * @param step that they are for
   */
  VisitedRows record(StateTable<S> table, List<Trajectory<S>> trajectories, long step);

  /** Records nothing. */
  static <S> VisitedRecorder<S> none() {
    return (table, trajectories, step) -> VisitedRows.NONE;
  }
}
