package org.gflownet.trajectory;

import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/** Draws from a softmax over a range of logits in one pass. */
public final class ActionSampler {
  private ActionSampler() {}

  /**
   * A position drawn with probability proportional to exp(logit / temperature).
   *
   * <p>Weighted reservoir of size one over weights kept relative to the running maximum: no second
   * pass and no buffer, whatever the number of actions; a range of one draws no number.
   *
   * @param logits finite, or -infinity for impossible; {@code to > from}
   * @return a position in from..to-1
   * @throws NonFiniteLogitsException if no logit is finite or one is NaN
   */
  public static int draw(
      float[] logits, int from, int to, double inverseTemperature, RandomStream random) {
    double max = logits[from] * inverseTemperature;
    double sum = 1.0;
    int chosen = from;
    for (int i = from + 1; i < to; i++) {
      double x = logits[i] * inverseTemperature;
      double weight;
      if (x > max) {
        sum = sum * LogSpace.exp(max - x) + 1.0;
        max = x;
        weight = 1.0;
      } else {
        weight = LogSpace.exp(x - max);
        sum += weight;
      }
      if (random.nextDouble() * sum < weight) {
        chosen = i;
      }
    }
    requireFinite(max, sum);
    return chosen;
  }

  private static void requireFinite(double max, double sum) {
    if (!(Math.abs(max) < Double.POSITIVE_INFINITY) || !(sum < Double.POSITIVE_INFINITY)) {
      throw new NonFiniteLogitsException();
    }
  }

  /**
   * What {@link #draw} compares its numbers with, for several draws from the same logits: position
   * {@code from + i} replaces the one chosen before it where {@code u * sums[at + i] < weights[at +
   * i]}, u uniform.
   *
   * @throws NonFiniteLogitsException if no logit is finite or one is NaN
   */
  static void weigh(
      float[] logits,
      int from,
      int to,
      double inverseTemperature,
      double[] weights,
      double[] sums,
      int at) {
    double max = logits[from] * inverseTemperature;
    double sum = 1.0;
    for (int i = from; i < to; i++) {
      double x = logits[i] * inverseTemperature;
      double weight = 1.0;
      if (x > max) {
        sum = sum * LogSpace.exp(max - x) + 1.0;
        max = x;
      } else if (i > from) {
        weight = LogSpace.exp(x - max);
        sum += weight;
      }
      weights[at + i - from] = weight;
      sums[at + i - from] = sum;
    }
    requireFinite(max, sum);
  }

  /** As {@link #draw} with the exploration applied. */
  static int explore(
      float[] logits, int from, int to, Exploration exploration, RandomStream random) {
    if (exploration.epsilon() > 0.0 && random.nextDouble() < exploration.epsilon()) {
      return from + random.nextInt(to - from);
    }
    return draw(logits, from, to, 1.0 / exploration.temperature(), random);
  }
}
