package org.gflownet.model.dl4j;

import java.util.Arrays;
import org.gflownet.model.Updater;

/**
 * Adam (Kingma and Ba 2015) on the flat vector in one pass of plain Java, with decoupled weight
 * decay where asked for: ND4J's formula and order of moments, in a fraction of its time.
 *
 * <p>{@code m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, p -= a m / (sqrt(v) + eps) + w p},
 * where:
 *
 * <ul>
 *   <li>m, v: moments of each parameter, 0 at first
 *   <li>a: learning rate * sqrt(1 - b2^t) / (1 - b1^t), t the number of this update from 1
 *   <li>w: learning rate * weight decay
 * </ul>
 *
 * <p>On the driver, and wherever workers take steps of their own; loads no native library; mutable;
 * not thread-safe.
 */
final class FlatAdam implements Updater {
  private final double beta1;
  private final double beta2;
  private final float eps;
  private final double weightDecay;
  private final float[] means;
  private final float[] squares;

  FlatAdam(UpdaterSettings settings, int numParameters) {
    beta1 = settings.beta1();
    beta2 = settings.beta2();
    eps = (float) settings.eps();
    weightDecay = settings.weightDecay();
    means = new float[numParameters];
    squares = new float[numParameters];
  }

  @Override
  public void update(float[] parameters, float[] gradient, double learningRate, long step) {
    Dl4jUpdater.checkAtLeast("parameters", parameters.length, means.length);
    Dl4jUpdater.checkAtLeast("gradient", gradient.length, means.length);
    double t = step + 1.0;
    // StrictMath: the bits of Math.pow differ between processors.
    double rate =
        learningRate * Math.sqrt(1.0 - StrictMath.pow(beta2, t)) / (1.0 - StrictMath.pow(beta1, t));
    float decay = (float) (learningRate * weightDecay);
    move(parameters, gradient, means, squares, (float) rate, decay);
  }

  /** One loop over separate arrays, which the compiler turns into vector instructions. */
  private void move(float[] p, float[] gradient, float[] m, float[] v, float rate, float decay) {
    float b1 = (float) beta1;
    float c1 = (float) (1.0 - beta1);
    float b2 = (float) beta2;
    float c2 = (float) (1.0 - beta2);
    for (int i = 0; i < m.length; i++) {
      float g = gradient[i];
      float mean = b1 * m[i] + c1 * g;
      float square = b2 * v[i] + c2 * g * g;
      m[i] = mean;
      v[i] = square;
      p[i] -= rate * mean / ((float) Math.sqrt(square) + eps) + decay * p[i];
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>m is a mean of gradients and v one of their squares, with weights whose sum is 1 up to
   * rounding; v may be 0 where m is not.
   */
  @Override
  public double largestChange(
      double learningRate, double parameter, double gradient, double moment) {
    double largestMean = Math.max(gradient, moment);
    // The correction of the bias is largest at the first update; 0 / 0 is no bound.
    double rate = learningRate / (1.0 - beta1);
    return eps > 0f
        ? rate * largestMean / eps + learningRate * weightDecay * parameter
        : Double.POSITIVE_INFINITY;
  }

  @Override
  public void copyState(float[] to) {
    System.arraycopy(means, 0, to, 0, means.length);
    System.arraycopy(squares, 0, to, means.length, squares.length);
  }

  @Override
  public float[] state() {
    float[] state = Arrays.copyOf(means, 2 * means.length);
    System.arraycopy(squares, 0, state, means.length, squares.length);
    return state;
  }

  @Override
  public void restore(float[] state) {
    Dl4jUpdater.checkLength("updater state", state.length, 2 * means.length);
    System.arraycopy(state, 0, means, 0, means.length);
    System.arraycopy(state, means.length, squares, 0, squares.length);
  }
}
