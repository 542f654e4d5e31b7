package org.gflownet.testing;

import org.gflownet.model.Updater;

/** p -= lr * g, with the number of updates as its only state. */
public final class PlainSgd implements Updater {
  private float updates;

  @Override
  public void update(float[] parameters, float[] gradient, double learningRate, long step) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= (float) (learningRate * gradient[i]);
    }
    updates++;
  }

  @Override
  public float[] state() {
    return new float[] {updates};
  }

  @Override
  public void restore(float[] state) {
    updates = state[0];
  }
}
