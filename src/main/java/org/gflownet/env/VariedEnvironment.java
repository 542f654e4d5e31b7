package org.gflownet.env;

/**
 * An environment that says how its objects are crossed and mutated, as a genetic algorithm needs
 * it. Equal objects must be equal states.
 *
 * @param <S> the state
 */
public interface VariedEnvironment<S> extends Environment<S> {

  /** A way of varying objects, for one worker. */
  Variation<S> variation();
}
