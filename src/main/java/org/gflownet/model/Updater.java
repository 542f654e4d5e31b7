package org.gflownet.model;

/**
 * A first-order optimiser over the flat parameter vector with its moments.
 *
 * <p>Mutable; not thread-safe; the same inputs give the same bits.
 */
public interface Updater {

  /**
   * Takes one optimiser step in place.
   *
   * @param parameters length P, changed
   * @param gradient length P, derivative of the mean loss; may be changed
   * @param learningRate of this step
   * @param step 0-based number of the update, for bias corrections
   */
  void update(float[] parameters, float[] gradient, double learningRate, long step);

  /** A copy of the moments; empty for an updater without any. */
  float[] state();

  /**
   * Restores moments.
   *
   * @param state as {@link #state()} gave it
   * @throws IllegalArgumentException if its length is not the one that this updater has
   */
  void restore(float[] state);
}
