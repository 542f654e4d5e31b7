package org.gflownet.env;

import org.gflownet.math.RandomStream;

/**
 * How a genetic algorithm makes new objects of known ones.
 *
 * <p>Each call is one attempt, which may lead to no object. What it leads to is a state of the
 * environment that some sequence of actions reaches and in which a trajectory may end. For one
 * worker; not thread-safe.
 *
 * @param <S> the state
 */
public interface Variation<S> {

  /**
   * Joins parts of two objects.
   *
   * @param first terminating state
   * @param second terminating state; may equal the first
   * @param random where all choices come from
   * @return a terminating state; null if the parts that were drawn give none
   */
  S cross(S first, S second, RandomStream random);

  /**
   * Changes an object in one place.
   *
   * @param object terminating state
   * @param random where all choices come from
   * @return another terminating state; null if the change that was drawn leads to none
   */
  S mutate(S object, RandomStream random);
}
