package org.gflownet.reward.hypergrid;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/** A non-negative function of one coordinate that can be summed and sampled. Immutable. */
final class Factor {
  private final double[] cumulative;
  private final double logInner;
  private final double logEdge;
  private final double logTotal;

  private Factor(int height, IntToDoubleFunction value) {
    cumulative = new double[height];
    double sum = 0;
    for (int s = 0; s < height; s++) {
      sum += value.applyAsDouble(s);
      cumulative[s] = sum;
    }
    logInner = LogSpace.log(cumulative[height - 2]);
    logEdge = LogSpace.log(value.applyAsDouble(height - 1));
    logTotal = LogSpace.log(sum);
  }

  static Factor of(int height, IntToDoubleFunction value) {
    return new Factor(height, value);
  }

  /** The indicator of a set of coordinates. */
  static Factor indicator(int height, IntPredicate member) {
    return new Factor(height, s -> member.test(s) ? 1 : 0);
  }

  /** The constant 1. */
  static Factor one(int height) {
    return new Factor(height, s -> 1);
  }

  /** log of the sum over 0..H-2. */
  double logInner() {
    return logInner;
  }

  /** log of the value at H-1. */
  double logEdge() {
    return logEdge;
  }

  /** log of the sum over 0..H-1. */
  double logTotal() {
    return logTotal;
  }

  /** Draws a coordinate from 0..H-2 in proportion to the function. */
  int sampleInner(RandomStream random) {
    return sample(random, cumulative.length - 1);
  }

  /** Draws a coordinate from 0..H-1 in proportion to the function. */
  int sampleTotal(RandomStream random) {
    return sample(random, cumulative.length);
  }

  private int sample(RandomStream random, int length) {
    double u = random.nextDouble() * cumulative[length - 1];
    int low = 0;
    int high = length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
