package org.gflownet.eval;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Means of the k best of a growing set of values, for several k. The caller sees to it that each
 * object is added once.
 *
 * <p>Mutable; not thread-safe. Memory grows with the largest k alone.
 */
public final class TopMeans {
  private final int largest;
  private final PriorityQueue<Double> best = new PriorityQueue<>();

  /**
   * No values yet.
   *
   * @param largest the largest k that will be asked for, at least 1
   */
  public TopMeans(int largest) {
    if (largest < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + largest);
    }
    this.largest = largest;
  }

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public void add(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN has no rank");
    }
    if (best.size() < largest) {
      best.add(value);
    } else if (best.peek() < value) {
      best.poll();
      best.add(value);
    }
  }

  /** Mean of the k best; empty while there are fewer. */
  public OptionalDouble mean(int k) {
    if (k < 1 || k > largest) {
      throw new IllegalArgumentException("k must be 1 to " + largest + ", was " + k);
    }
    if (best.size() < k) {
      return OptionalDouble.empty();
    }
    double[] sorted = best.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = sorted.length - k; i < sorted.length; i++) {
      sum += sorted[i];
    }
    return OptionalDouble.of(sum / k);
  }
}
