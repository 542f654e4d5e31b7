package org.gflownet.train;

import java.util.List;

/**
 * Makes rows of the table of visited objects that no trajectory of a policy led to: they have no
 * log P_F. One per worker; not thread-safe.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface ObjectRecorder<S> {

  /**
   * The rows of visited objects.
   *
   * @param objects in the order of the visits
   * @param logRewards log R of each
   * @param numbers of the visits within the step, instead of trajectories
   * @param step of all of them
   */
  VisitedRows record(List<S> objects, double[] logRewards, int[] numbers, long step);

  /** Records nothing. */
  static <S> ObjectRecorder<S> none() {
    return (objects, logRewards, numbers, step) -> VisitedRows.NONE;
  }
}
