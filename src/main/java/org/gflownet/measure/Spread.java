package org.gflownet.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Repeated measurements of one figure.
 *
 * @param values in the order of the runs, at least one
 */
public record Spread(List<Double> values) {

  /** Keeps a copy. */
  public Spread {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a figure needs at least one measurement");
    }
  }

  /** Middle value; the mean of the two middle ones of an even number. */
  public double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Smallest value. */
  public double min() {
    return Arrays.stream(array()).min().orElseThrow();
  }

  /** Largest value. */
  public double max() {
    return Arrays.stream(array()).max().orElseThrow();
  }

  private double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Ratios run by run, so that a drift of the machine's speed drops out. */
  public Spread over(Spread other) {
    int pairs = Math.min(values.size(), other.values.size());
    Double[] ratios = new Double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = values.get(i) / other.values.get(i);
    }
    return new Spread(List.of(ratios));
  }

  /** Median and range, four significant digits. */
  @Override
  public String toString() {
    return digits(median()) + " (" + digits(min()) + " to " + digits(max()) + ")";
  }

  private static String digits(double value) {
    if (!Double.isFinite(value)) {
      return "not reached";
    }
    double size = Math.abs(value);
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
