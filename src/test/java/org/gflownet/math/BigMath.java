package org.gflownet.math;

import java.math.BigDecimal;
import java.math.MathContext;

/** exp and log to 60 digits, as references. */
final class BigMath {
  private static final MathContext DIGITS = new MathContext(60);

  private BigMath() {}

  /** e^x by halving the argument until the series is short. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = 0;
    BigDecimal r = x;
    while (r.abs().compareTo(new BigDecimal("0.01")) > 0) {
      r = r.divide(BigDecimal.valueOf(2), DIGITS);
      halvings++;
    }
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 32; n++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** log x by Newton's method on exp, from the double that is nearest. */
  static BigDecimal log(double x) {
    BigDecimal y = new BigDecimal(StrictMath.log(x));
    BigDecimal target = new BigDecimal(x);
    for (int i = 0; i < 3; i++) {
      BigDecimal correction = target.divide(exp(y), DIGITS).subtract(BigDecimal.ONE);
      y = y.add(correction, DIGITS);
    }
    return y;
  }

  /** Distance of an approximation from the truth in units in the last place of the truth. */
  static double ulps(double approximation, BigDecimal truth) {
    BigDecimal error = new BigDecimal(approximation).subtract(truth).abs();
    return error.doubleValue() / Math.ulp(truth.doubleValue());
  }
}
