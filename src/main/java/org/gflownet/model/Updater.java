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

  /**
   * A bound on how far one update moves a parameter, from which to tell that it stays finite.
   *
   * @param learningRate of the update
   * @param parameter largest absolute value of a parameter
   * @param gradient largest absolute value of an element of a gradient, in this update and in those
   *     since the moments were at most {@code moment}
   * @param moment largest absolute value of a moment before these updates
   * @return infinity where no bound is known; with one below 1e30 the moments stay finite, too, for
   *     gradients below 1e15
   */
  default double largestChange(
      double learningRate, double parameter, double gradient, double moment) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Copies the moments.
   *
   * @param to of the length of {@link #state()}
   */
  default void copyState(float[] to) {
    System.arraycopy(state(), 0, to, 0, to.length);
  }

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
