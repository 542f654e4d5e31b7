package org.gflownet.reward.hypergrid;

import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;

/**
 * The cells with R &gt;= R0 + R1 (0.8 * 2 / sqrt(2 pi))^D of the cosine reward, which is a bound on
 * the sum of the logarithms of the coordinates' factors.
 *
 * <p>The logarithms are rounded once to fixed point, so that the sum does not depend on the order
 * of the coordinates and counting agrees with testing.
 */
final class CosineModes extends HypergridModes {
  private static final double ONE = 0x1.0p36;
  private static final double FLOOR = -512.0;

  private final long[] logFactors;
  private final long threshold;
  private final long numCells;
  private final long numRegions;

  CosineModes(int ndim, int height, TerminationRule rule) {
    super(ndim, height);
    logFactors = new long[height];
    for (int s = 0; s < height; s++) {
      logFactors[s] = fixedPoint(LogSpace.log(CosineReward.factor(s, height)));
    }
    double peak = 2 / StrictMath.sqrt(2 * StrictMath.PI);
    threshold = ndim * fixedPoint(LogSpace.log(0.8 * peak));
    CosineModeCount count = new CosineModeCount(logFactors, ndim, threshold, rule);
    numCells = count.numCells();
    numRegions = count.numRegions();
  }

  private static long fixedPoint(double logFactor) {
    return (long) Math.rint(Math.max(logFactor, FLOOR) * ONE);
  }

  @Override
  public boolean isMode(GridState cell) {
    long sum = 0;
    for (int d = 0; d < ndim(); d++) {
      sum += logFactors[cell.coordinate(d)];
    }
    return sum >= threshold;
  }

  @Override
  public long numCells() {
    return numCells;
  }

  @Override
  public long numRegions() {
    return numRegions;
  }
}
