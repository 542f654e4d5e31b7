package org.gflownet.train;

/**
 * The exponential moving average of the parameters, log Z among them, over the updates of a run:
 *
 * <pre>a(0) = theta(0)
 * a(t + 1) = d(t) a(t) + (1 - d(t)) theta(t + 1)
 * d(t) = min(decay, (1 + t) / (10 + t))</pre>
 *
 * <p>where theta(t) are the parameters after t updates. The smaller decay of the first updates
 * forgets the parameters at step 0, which a constant decay would hold on to for 1 / (1 - decay)
 * updates: TensorFlow's {@code tf.train.ExponentialMovingAverage} with {@code num_updates} (<a
 * href="https://www.tensorflow.org/api_docs/python/tf/train/ExponentialMovingAverage">its
 * documentation</a>). A round of n updates on other machines, of which only the last parameters are
 * known, counts as n updates that all led to them.
 *
 * <p>Sums are taken in double and kept in float, so what an update adds is lost where it is below
 * half a unit in the last place. On the driver; mutable; not thread-safe.
 */
final class ParameterAverage {
  private final double decay;
  private final float[] values;

  /**
   * An average that has seen no update.
   *
   * @param decay more than 0, less than 1
   * @param parameters theta(0), length P; copied
   */
  ParameterAverage(double decay, float[] parameters) {
    if (!(decay > 0.0 && decay < 1.0)) {
      throw new IllegalArgumentException("a decay lies between 0 and 1, was " + decay);
    }
    this.decay = decay;
    this.values = parameters.clone();
  }

  /** The average, length P; not a copy. */
  float[] values() {
    return values;
  }

  /** Continues from what {@link #values} were. */
  void restore(float[] average) {
    System.arraycopy(average, 0, values, 0, values.length);
  }

  /**
   * Takes in the parameters after some updates.
   *
   * @param parameters theta(t + n)
   * @param before number of updates t before these
   * @param count number of updates n, at least 1
   */
  void update(float[] parameters, long before, int count) {
    double kept = 1.0;
    for (int i = 0; i < count; i++) {
      kept *= Math.min(decay, (1.0 + before + i) / (10.0 + before + i));
    }
    double taken = 1.0 - kept;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (kept * values[i] + taken * parameters[i]);
    }
  }
}
