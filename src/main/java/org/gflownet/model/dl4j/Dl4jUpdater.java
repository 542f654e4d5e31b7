package org.gflownet.model.dl4j;

import org.gflownet.model.Updater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * ND4J's gradient updaters on the flat vector, with decoupled weight decay (Loshchilov and Hutter
 * 2019) where the settings ask for it: {@code p -= step + learningRate * weightDecay * p}.
 *
 * <p>The moments lie as in a {@code ComputationGraph} whose layers share one updater, so they can
 * be handed over to it. On the driver; mutable; not thread-safe.
 */
public final class Dl4jUpdater implements Updater {
  private final UpdaterSettings settings;
  private final int numParameters;
  private final IUpdater config;
  private final GradientUpdater<?> updater;
  private final FloatMatrix gradientMatrix;
  private final FloatMatrix moments;
  private final int stateSize;

  /**
   * An updater before its first step.
   *
   * @param settings name and constants
   * @param numParameters length P of the flat vector
   */
  public Dl4jUpdater(UpdaterSettings settings, int numParameters) {
    this.settings = settings;
    this.numParameters = numParameters;
    config = settings.config(0.0);
    stateSize = Math.toIntExact(config.stateSize(numParameters));
    gradientMatrix = new FloatMatrix(1, numParameters);
    moments = stateSize == 0 ? null : new FloatMatrix(1, stateSize);
    updater = config.instantiate(moments == null ? null : moments.array(), true);
  }

  /**
   * An updater before its first step, from plain values, see {@link UpdaterSettings}.
   *
   * @param numParameters length P of the flat vector
   */
  public Dl4jUpdater(
      String name,
      double beta1,
      double beta2,
      double eps,
      double momentum,
      double weightDecay,
      int numParameters) {
    this(new UpdaterSettings(name, beta1, beta2, eps, momentum, weightDecay), numParameters);
  }

  @Override
  public void update(float[] parameters, float[] gradient, double learningRate, long step) {
    checkAtLeast("parameters", parameters.length, numParameters);
    checkAtLeast("gradient", gradient.length, numParameters);
    gradientMatrix.put(0, gradient, 0, numParameters);
    updater.getConfig().setLrAndSchedule(learningRate, null);
    INDArray change = gradientMatrix.array();
    // ND4J turns the gradient into the step to subtract, in place; its clock is an int.
    updater.applyUpdater(change, (int) Math.min(step, Integer.MAX_VALUE - 1), 0);
    gradientMatrix.get(gradient, 0, numParameters);
    subtract(parameters, gradient, (float) (learningRate * settings.weightDecay()));
  }

  private void subtract(float[] parameters, float[] change, float decay) {
    for (int i = 0; i < numParameters; i++) {
      parameters[i] -= change[i] + decay * parameters[i];
    }
  }

  @Override
  public float[] state() {
    float[] state = new float[stateSize];
    copyState(state);
    return state;
  }

  /** {@inheritDoc} Those of another's scalars may follow. */
  @Override
  public void copyState(float[] to) {
    if (moments != null) {
      moments.get(to, 0, stateSize);
    }
  }

  @Override
  public void restore(float[] state) {
    checkLength("updater state", state.length, stateSize);
    if (moments != null) {
      moments.put(0, state, 0, stateSize);
    }
  }

  /** Parameters behind an updater's own are another's. */
  static void checkAtLeast(String what, int actual, int expected) {
    if (actual < expected) {
      throw new IllegalArgumentException(
          what + " has length " + actual + ", not at least " + expected);
    }
  }

  static void checkLength(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(what + " has length " + actual + ", not " + expected);
    }
  }
}
