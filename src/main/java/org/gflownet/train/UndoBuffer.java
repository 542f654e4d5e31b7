package org.gflownet.train;

import org.gflownet.model.Updater;

/**
 * A copy of parameters and moments, to go back to when an update has gone wrong. Made once and used
 * again: after the first copy it allocates nothing. Not thread-safe.
 */
public final class UndoBuffer {
  private float[] parameters;
  private float[] moments;

  /**
   * Copies what an update is about to change.
   *
   * @param current the flat vector, always of the same length
   * @param updater with its moments, always the same one
   */
  public void keep(float[] current, Updater updater) {
    if (parameters == null) {
      parameters = current.clone();
      moments = updater.state();
    } else {
      System.arraycopy(current, 0, parameters, 0, parameters.length);
      updater.copyState(moments);
    }
  }

  /** Puts back what {@link #keep} copied last. */
  public void restore(float[] current, Updater updater) {
    System.arraycopy(parameters, 0, current, 0, parameters.length);
    updater.restore(moments);
  }
}
