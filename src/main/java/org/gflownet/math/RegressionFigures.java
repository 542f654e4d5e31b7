package org.gflownet.math;

import java.util.OptionalDouble;

/**
 * How well predictions agree with measured values y of n objects, p being the predictions.
 *
 * @param count number n of objects
 * @param mse mean squared error, mean of (y - p)^2, in the square of the unit of y
 * @param r2 coefficient of determination, 1 - sum of (y - p)^2 / sum of (y - mean y)^2: 1 is
 *     perfect, 0 is as good as the mean of these very objects, less is worse; empty if y is
 *     constant
 * @param spearman rank correlation of y and p; empty if either is constant
 */
public record RegressionFigures(int count, double mse, OptionalDouble r2, OptionalDouble spearman) {

  /** Figures of n > 0 objects, in their order. */
  public static RegressionFigures of(double[] measured, double[] predicted) {
    if (measured.length == 0 || measured.length != predicted.length) {
      throw new IllegalArgumentException(
          measured.length + " measured values and " + predicted.length + " predictions");
    }
    double mean = 0;
    for (double y : measured) {
      mean += y / measured.length;
    }
    double residual = 0;
    double total = 0;
    for (int i = 0; i < measured.length; i++) {
      residual += (measured[i] - predicted[i]) * (measured[i] - predicted[i]);
      total += (measured[i] - mean) * (measured[i] - mean);
    }
    return new RegressionFigures(
        measured.length,
        residual / measured.length,
        total > 0 ? OptionalDouble.of(1 - residual / total) : OptionalDouble.empty(),
        Correlation.spearman(measured, predicted));
  }
}
