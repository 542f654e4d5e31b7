package org.gflownet.eval;

import java.util.Optional;

/**
 * The straight line y = intercept + slope x of least squares.
 *
 * @param slope change of y per unit of x
 * @param intercept y at x = 0
 * @param r2 share of the variance of y that the line explains, 0 to 1
 * @param rmse root of the mean squared residual, in units of y
 * @param offset mean of y - x: how far y lies above x, in their unit
 */
public record LineFit(double slope, double intercept, double r2, double rmse, double offset) {

  /**
   * Fits a line; empty for fewer than 2 points, for constant x, or where a value is not finite.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Optional<LineFit> of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("lengths differ: " + x.length + " and " + y.length);
    }
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    if (x.length < 2 || !(xx > 0) || !Double.isFinite(xx + yy)) {
      return Optional.empty();
    }
    double slope = xy / xx;
    double residual = Math.max(0, yy - slope * xy);
    return Optional.of(
        new LineFit(
            slope,
            meanY - slope * meanX,
            yy > 0 ? 1 - residual / yy : 1,
            Math.sqrt(residual / x.length),
            meanY - meanX));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
