package org.gflownet.eval;

/**
 * A mean over independent samples.
 *
 * @param mean the mean; -infinity if a sample is
 * @param standardError of the mean; 0 for fewer than two samples, infinity if the mean is infinite
 * @param count number of samples, at least 1
 */
public record SampleMean(double mean, double standardError, int count) {

  /** The mean of values, in their order. */
  public static SampleMean of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a mean needs samples");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    if (Double.isInfinite(mean)) {
      return new SampleMean(mean, Double.POSITIVE_INFINITY, values.length);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double variance = values.length < 2 ? 0 : squares / (values.length - 1);
    return new SampleMean(mean, Math.sqrt(variance / values.length), values.length);
  }
}
