package org.gflownet.reward.hypergrid;

import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/**
 * One product of a reward written as a sum of products:
 *
 * <pre>w * prod_{i &lt; p} before(s_i) * at(s_p) * prod_{i &gt; p} after(s_i)</pre>
 *
 * where p is the pivot. A product of D equal factors has pivot 0. Masses are closed forms, so D and
 * H may be large.
 *
 * @param logWeight log w; -infinity drops the component
 * @param ndim number of dimensions D
 * @param pivot dimension p, 0..D-1
 * @param before factor of the dimensions below the pivot
 * @param at factor of the pivot
 * @param after factor of the dimensions above the pivot
 */
record Component(double logWeight, int ndim, int pivot, Factor before, Factor at, Factor after) {

  /** w times the product of one factor over all dimensions. */
  static Component uniform(double logWeight, int ndim, Factor factor) {
    return new Component(logWeight, ndim, 0, factor, factor, factor);
  }

  private Factor factor(int dimension) {
    if (dimension == pivot) {
      return at;
    }
    return dimension < pivot ? before : after;
  }

  private int numAfter() {
    return ndim - 1 - pivot;
  }

  /** log of the sum over the whole grid. */
  double logTotal() {
    return logWeight
        + times(pivot, before.logTotal())
        + at.logTotal()
        + times(numAfter(), after.logTotal());
  }

  /** log of the sum over the cells without a coordinate at H-1. */
  double logInner() {
    return logWeight
        + times(pivot, before.logInner())
        + at.logInner()
        + times(numAfter(), after.logInner());
  }

  /** log of the sum over the cells whose only coordinate at H-1 lies below the pivot. */
  double logEdgeBefore() {
    return pivot == 0
        ? Double.NEGATIVE_INFINITY
        : logWeight
            + LogSpace.log(pivot)
            + before.logEdge()
            + times(pivot - 1, before.logInner())
            + at.logInner()
            + times(numAfter(), after.logInner());
  }

  /** log of the sum over the cells whose only coordinate at H-1 is the pivot's. */
  double logEdgeAt() {
    return logWeight
        + times(pivot, before.logInner())
        + at.logEdge()
        + times(numAfter(), after.logInner());
  }

  /** log of the sum over the cells whose only coordinate at H-1 lies above the pivot. */
  double logEdgeAfter() {
    return numAfter() == 0
        ? Double.NEGATIVE_INFINITY
        : logWeight
            + LogSpace.log(numAfter())
            + after.logEdge()
            + times(numAfter() - 1, after.logInner())
            + times(pivot, before.logInner())
            + at.logInner();
  }

  /** Draws a cell of the whole grid. */
  int[] sampleTotal(RandomStream random) {
    int[] cell = new int[ndim];
    for (int d = 0; d < ndim; d++) {
      cell[d] = factor(d).sampleTotal(random);
    }
    return cell;
  }

  /**
   * Draws a cell with at most one coordinate at H-1.
   *
   * @param edge the dimension whose coordinate is H-1; -1 for none
   * @param height number of cells per dimension H
   */
  int[] sampleForced(RandomStream random, int edge, int height) {
    int[] cell = new int[ndim];
    for (int d = 0; d < ndim; d++) {
      cell[d] = d == edge ? height - 1 : factor(d).sampleInner(random);
    }
    return cell;
  }

  /** n * x, and 0 for n = 0 even where x is -infinity: an empty product. */
  private static double times(int n, double x) {
    return n == 0 ? 0.0 : n * x;
  }
}
