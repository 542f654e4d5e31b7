package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.gflownet.math.Correlation;

/**
 * How log p(x) of a policy goes with log R(x): for a perfect one, log p = log R - log Z.
 *
 * @param points log R, log p, log of the inflow (NaN where the logits are no flows), standard error
 *     of log p; at most {@value #MAX_POINTS}
 * @param numObjects number of objects behind the figures
 * @param exactShare share of the objects whose log p is exact
 * @param largestError largest standard error of a log p
 * @param pearson correlation; null where one side is constant
 * @param spearman rank correlation; null likewise
 * @param line least squares of log p over log R; null likewise
 * @param inflowLine least squares of log inflow over log R; null likewise, or without flows
 */
public record Calibration(
    List<double[]> points,
    int numObjects,
    double exactShare,
    double largestError,
    Double pearson,
    Double spearman,
    LineFit line,
    LineFit inflowLine) {
  /** Points kept for drawing; figures are over all objects. */
  static final int MAX_POINTS = 2500;

  /**
   * Compares series over the same objects; those that the policy never or hardly makes (log p
   * -infinity) or that are worth nothing are left out.
   *
   * @param logRewards log R
   * @param logProbabilities log p
   * @param logInflows log inflow, or null
   * @param errors standard errors of log p, or null for exact ones
   */
  public static Calibration of(
      double[] logRewards, double[] logProbabilities, double[] logInflows, double[] errors) {
    int[] kept = new int[logRewards.length];
    int count = 0;
    for (int i = 0; i < logRewards.length; i++) {
      if (Double.isFinite(logRewards[i]) && Double.isFinite(logProbabilities[i])) {
        kept[count++] = i;
      }
    }
    double[] x = picked(logRewards, kept, count);
    double[] y = picked(logProbabilities, kept, count);
    double[] inflow = logInflows == null ? null : picked(logInflows, kept, count);
    double[] error = errors == null ? new double[count] : picked(errors, kept, count);
    int exact = 0;
    double largest = 0;
    for (double e : error) {
      exact += e == 0 ? 1 : 0;
      largest = Math.max(largest, e);
    }
    return new Calibration(
        points(x, y, inflow, error),
        count,
        count == 0 ? 0 : (double) exact / count,
        largest,
        orNull(Correlation.pearson(x, y)),
        orNull(Correlation.spearman(x, y)),
        LineFit.of(x, y).orElse(null),
        inflow == null ? null : LineFit.of(x, inflow).orElse(null));
  }

  private static double[] picked(double[] values, int[] kept, int count) {
    double[] picked = new double[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[kept[i]];
    }
    return picked;
  }

  /** Evenly spaced in the given order, which is that of a draw or of state indices. */
  private static List<double[]> points(double[] x, double[] y, double[] inflow, double[] error) {
    List<double[]> points = new ArrayList<>();
    int shown = Math.min(MAX_POINTS, x.length);
    for (int k = 0; k < shown; k++) {
      int i = (int) ((long) k * x.length / shown);
      points.add(new double[] {x[i], y[i], inflow == null ? Double.NaN : inflow[i], error[i]});
    }
    return points;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
