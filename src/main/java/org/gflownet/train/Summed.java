package org.gflownet.train;

import java.io.Serializable;
import java.util.List;

/**
 * What slices come to, added up: sums that are as long as the parameters, and what the rollouts
 * were. A result can be cut into pieces, each with a range of every sum; adding up the pieces of
 * one range by the tree that adds up whole results gives the same bits, since sums are added up
 * element by element.
 *
 * @param <T> the result itself
 */
public interface Summed<T extends Summed<T>> extends Serializable {

  /**
   * The sum of this result and that of later slices.
   *
   * @param right of the same length
   * @return may have the arrays of this one, which are then changed
   */
  T mergedWith(T right);

  /**
   * A range of the sums, copied; the first piece has the counts and paths, too.
   *
   * @param piece from 0
   * @param pieces how many there are, at least 1
   */
  T piece(int piece, int pieces);

  /**
   * The whole that was cut.
   *
   * @param later the pieces behind this first one, in their order
   */
  T joinedWith(List<T> later);

  /** What the rollouts came to. */
  RolloutCounts counts();

  /** The same result with its rows of visited objects elsewhere. */
  T with(VisitedRows rows);
}
