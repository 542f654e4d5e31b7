package org.gflownet.math;

import java.util.Arrays;

/**
 * Log-space arithmetic and an exp and log whose bits depend on their argument alone.
 *
 * <p>{@code Math.exp} and {@code Math.log} are intrinsics: their last bit may differ between the
 * interpreter, the compilers and processors, and {@code StrictMath.log} is a native call on Java
 * 17. Training must give the same bits on every machine, so both are written here in plain IEEE
 * arithmetic.
 */
public final class LogSpace {
  private static final double LN2_HI = 0x1.62e42feep-1;
  private static final double LN2_LO = 0x1.a39ef35793c76p-33;
  private static final double INV_LN2 = 1.4426950408889634;
  private static final double SQRT_HALF = 0.7071067811865476;

  private LogSpace() {}

  /**
   * e^x within 2 units in the last place; 0 below -745.2, infinity above 709.8.
   *
   * @param x any double; NaN gives NaN
   */
  public static double exp(double x) {
    if (x < -746.0) {
      // Minus infinity is common: log 0 in a sum.
      return 0.0;
    }
    if (!(x > -708.0)) {
      // NaN too. Subnormal results would need double rounding here; nothing on a hot path is that
      // small.
      return StrictMath.exp(x);
    }
    if (x > 709.0) {
      return StrictMath.exp(x);
    }
    double k = Math.rint(x * INV_LN2);
    double r = (x - k * LN2_HI) - k * LN2_LO;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    double e = 1.0 + (r + r * r * p);
    return e * Double.longBitsToDouble(((long) k + 1023L) << 52);
  }

  /**
   * Natural logarithm within 2 units in the last place; -infinity at 0, NaN below 0.
   *
   * @param x any double
   */
  public static double log(double x) {
    if (!(x >= Double.MIN_NORMAL) || x == Double.POSITIVE_INFINITY) {
      return StrictMath.log(x);
    }
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1022;
    double m = Double.longBitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FE0000000000000L);
    if (m < SQRT_HALF) {
      m *= 2.0;
      exponent--;
    }
    // log m = 2 atanh(f / (2 + f)), written as f - s (f - tail) so that f enters exactly.
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double tail = 2.0 / 25.0;
    tail = tail * z + 2.0 / 23.0;
    tail = tail * z + 2.0 / 21.0;
    tail = tail * z + 2.0 / 19.0;
    tail = tail * z + 2.0 / 17.0;
    tail = tail * z + 2.0 / 15.0;
    tail = tail * z + 2.0 / 13.0;
    tail = tail * z + 2.0 / 11.0;
    tail = tail * z + 2.0 / 9.0;
    tail = tail * z + 2.0 / 7.0;
    tail = tail * z + 2.0 / 5.0;
    tail = tail * z + 2.0 / 3.0;
    double logM = f - s * (f - z * tail);
    return exponent * LN2_HI + (logM + exponent * LN2_LO);
  }

  /** log(e^a + e^b); -infinity arguments are empty sums. */
  public static double logAddExp(double a, double b) {
    double max = Math.max(a, b);
    boolean oneIsEmpty = a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY;
    // What the formula gives too, with less work: an epsilon of 0 is common.
    if (oneIsEmpty || max == Double.POSITIVE_INFINITY) {
      return max;
    }
    return max + log(exp(a - max) + exp(b - max));
  }

  /**
   * log of the sum of exp over {@code values[from..to)}; -infinity for an empty range.
   *
   * @param values finite or -infinity; a NaN gives NaN
   */
  public static double logSumExp(double[] values, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, values[i]);
    }
    if (max == Double.NEGATIVE_INFINITY || !(max < Double.POSITIVE_INFINITY)) {
      return max;
    }
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      sum += exp(values[i] - max);
    }
    return max + log(sum);
  }

  /** {@link #logSumExp(double[], int, int)} over single-precision values, summed in double. */
  public static double logSumExp(float[] values, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, values[i]);
    }
    if (max == Double.NEGATIVE_INFINITY || !(max < Double.POSITIVE_INFINITY)) {
      return max;
    }
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      sum += exp(values[i] - max);
    }
    return max + log(sum);
  }

  /**
   * {@link #logSumExp(double[], int, int)} that also turns the values into their shares of the sum,
   * e^(value - result), with one exponential for both. Shares of an empty sum are 0, of one that is
   * not finite NaN.
   *
   * @param values finite or -infinity; {@code values[from..to)} is overwritten
   */
  public static double toShares(double[] values, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, values[i]);
    }
    if (max == Double.NEGATIVE_INFINITY || !(max < Double.POSITIVE_INFINITY)) {
      Arrays.fill(values, from, to, max == Double.NEGATIVE_INFINITY ? 0.0 : Double.NaN);
      return max;
    }
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      values[i] = exp(values[i] - max);
      sum += values[i];
    }
    double scale = 1.0 / sum;
    for (int i = from; i < to; i++) {
      values[i] *= scale;
    }
    return max + log(sum);
  }
}
