package org.gflownet.model;

import java.util.Arrays;

/**
 * Two optimisers for one flat vector: one for the network, one with a learning rate of its own for
 * the scalars behind it (log Z).
 *
 * <p>The moments of the network's come first, then those of the scalars': the layout of a DL4J
 * {@code ComputationGraph} whose last layer has an updater of its own. Mutable; not thread-safe.
 */
public final class GroupedUpdater implements Updater {
  private final Updater network;
  private final Updater scalars;
  private final double factor;
  private final int numNetwork;
  private final float[] scalarValues;
  private final float[] scalarGradient;

  /**
   * A pair of optimisers.
   *
   * @param network updates the first {@code numNetwork} parameters and leaves the rest alone
   * @param numNetwork number of the network's parameters
   * @param scalars updates vectors of {@code numScalars}
   * @param numScalars number of parameters behind the network's
   * @param factor learning rate of the scalars over that of the network
   */
  public GroupedUpdater(
      Updater network, int numNetwork, Updater scalars, int numScalars, double factor) {
    this.network = network;
    this.scalars = scalars;
    this.factor = factor;
    this.numNetwork = numNetwork;
    this.scalarValues = new float[numScalars];
    this.scalarGradient = new float[numScalars];
  }

  @Override
  public void update(float[] parameters, float[] gradient, double learningRate, long step) {
    if (parameters.length != numNetwork + scalarValues.length) {
      throw new IllegalArgumentException(
          "parameters has length "
              + parameters.length
              + ", not "
              + (numNetwork + scalarValues.length));
    }
    System.arraycopy(parameters, numNetwork, scalarValues, 0, scalarValues.length);
    System.arraycopy(gradient, numNetwork, scalarGradient, 0, scalarGradient.length);
    network.update(parameters, gradient, learningRate, step);
    scalars.update(scalarValues, scalarGradient, learningRate * factor, step);
    System.arraycopy(scalarValues, 0, parameters, numNetwork, scalarValues.length);
  }

  @Override
  public double largestChange(
      double learningRate, double parameter, double gradient, double moment) {
    return Math.max(
        network.largestChange(learningRate, parameter, gradient, moment),
        scalars.largestChange(learningRate * factor, parameter, gradient, moment));
  }

  @Override
  public void copyState(float[] to) {
    network.copyState(to);
    float[] last = scalars.state();
    System.arraycopy(last, 0, to, to.length - last.length, last.length);
  }

  @Override
  public float[] state() {
    float[] first = network.state();
    float[] second = scalars.state();
    float[] state = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, state, first.length, second.length);
    return state;
  }

  @Override
  public void restore(float[] state) {
    int first = network.state().length;
    int second = scalars.state().length;
    if (state.length != first + second) {
      throw new IllegalArgumentException(
          "updater state has length " + state.length + ", not " + (first + second));
    }
    network.restore(Arrays.copyOf(state, first));
    scalars.restore(Arrays.copyOfRange(state, first, state.length));
  }
}
