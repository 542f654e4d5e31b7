package org.gflownet.math;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Correlation of two series. A series that is constant, shorter than 2 or not finite has none,
 * which is an empty answer and never NaN; ranks accept infinities.
 */
public final class Correlation {
  private Correlation() {}

  /** Pearson's product-moment correlation. */
  public static OptionalDouble pearson(double[] x, double[] y) {
    checkLengths(x, y);
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double r = xy / (Math.sqrt(xx) * Math.sqrt(yy));
    return Double.isNaN(r)
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(-1, Math.min(1, r)));
  }

  /**
   * Spearman's rank correlation: Pearson's of the ranks, where equal values share their mean rank.
   */
  public static OptionalDouble spearman(double[] x, double[] y) {
    checkLengths(x, y);
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        return OptionalDouble.empty();
      }
    }
    return pearson(ranks(x), ranks(y));
  }

  /** Ranks from 1, ties averaged. */
  static double[] ranks(double[] x) {
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted((a, b) -> Double.compare(x[a], x[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[x.length];
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && x[order[to]] == x[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = 0.5 * (from + 1 + to);
      }
      from = to;
    }
    return ranks;
  }

  private static void checkLengths(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("lengths differ: " + x.length + " and " + y.length);
    }
  }
}
