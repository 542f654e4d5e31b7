package org.gflownet.eval;

/**
 * Logits of a model over all states of an enumerable environment, a range of state indices at a
 * time.
 *
 * <p>The order within a range is flat: reachable states in index order, each with its legal forward
 * actions in increasing order, STOP included. A state that forces termination has no logits, and an
 * index that no reachable state has takes no place.
 */
public interface LogitSource {

  /**
   * Logits of the states with indices {@code from} to {@code to - 1}.
   *
   * <p>Ranges are asked for once each, in increasing order, without gaps.
   *
   * @return at least as long as the range needs, read from the beginning; valid until the next call
   */
  float[] logits(long from, long to);
}
