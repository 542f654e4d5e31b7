package org.gflownet.train;

import org.gflownet.math.FloatVectors;
import org.gflownet.model.Updater;

/**
 * Sees to it that an update that leaves the range of floats can be undone.
 *
 * <p>A copy of parameters and moments costs more than the update itself. So there is one only where
 * the updater gives no bound of its change, or where parameters, gradients or moments are so large
 * that the bound does not tell that all stays finite; a run that goes well never makes one. Not
 * thread-safe.
 */
final class UpdateGuard {
  /** Far enough below the largest float for what rounding adds to a bound. */
  private static final double SAFE = 1e30;

  /** Beyond this the squares of a gradient, and sums of them, may leave the range of floats. */
  private static final double LARGE_GRADIENT = 1e15;

  private final UndoBuffer undo = new UndoBuffer();
  private boolean measured;
  private double parameter;
  private double gradient;
  private double moment;
  private boolean kept;

  /**
   * Makes a copy if the update may need one.
   *
   * @param parameters the flat vector, finite; nobody else changes it from update to update
   * @param updater always the same one
   * @param learningRate of the update
   * @param norm of its gradient, finite
   */
  void before(float[] parameters, Updater updater, double learningRate, double norm) {
    kept = false;
    if (updater.largestChange(learningRate, 0.0, 0.0, 0.0) < SAFE) {
      if (!measured) {
        measure(parameters, updater);
      }
      if (isSafe(updater, learningRate, norm)) {
        return;
      }
      // The bound grows from update to update, faster than the parameters do.
      measure(parameters, updater);
      if (isSafe(updater, learningRate, norm)) {
        return;
      }
      measured = false;
    }
    undo.keep(parameters, updater);
    kept = true;
  }

  private void measure(float[] parameters, Updater updater) {
    parameter = FloatVectors.largest(parameters);
    moment = FloatVectors.largest(updater.state());
    gradient = 0.0;
    measured = true;
  }

  private boolean isSafe(Updater updater, double learningRate, double norm) {
    gradient = Math.max(gradient, norm);
    if (!(gradient < LARGE_GRADIENT)) {
      return false;
    }
    parameter += updater.largestChange(learningRate, parameter, gradient, moment);
    return parameter < SAFE;
  }

  /**
   * Whether the update left parameters and moments finite; if not, it is undone.
   *
   * @param norm of the gradient, as before
   */
  boolean isGood(float[] parameters, Updater updater, double norm) {
    boolean finite = FloatVectors.isFinite(parameters);
    if (finite && kept && !(norm < LARGE_GRADIENT)) {
      finite = FloatVectors.isFinite(updater.state());
    }
    if (!finite && kept) {
      undo.restore(parameters, updater);
    }
    return finite;
  }
}
