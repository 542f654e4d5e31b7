package org.gflownet.config;

import java.math.BigDecimal;

/**
 * An interval of numbers.
 *
 * @param low lower end
 * @param lowOpen whether the lower end is left out
 * @param high upper end
 * @param highOpen whether the upper end is left out
 */
record Bounds(double low, boolean lowOpen, double high, boolean highOpen) {
  /** 0 to 1, both included: probabilities. */
  static final Bounds PROBABILITY = new Bounds(0, false, 1, false);

  /** 0 to 1 without 1: decay rates. */
  static final Bounds DECAY = new Bounds(0, false, 1, true);

  /** More than 0, up to {@code high}. */
  static Bounds positive(double high) {
    return new Bounds(0, true, high, false);
  }

  /** From low to high, both allowed. */
  static Bounds between(double low, double high) {
    return new Bounds(low, false, high, false);
  }

  /** From 0 to {@code high}. */
  static Bounds notNegative(double high) {
    return new Bounds(0, false, high, false);
  }

  /** Whether a number lies inside; never for NaN. */
  boolean contains(double x) {
    return (lowOpen ? x > low : x >= low) && (highOpen ? x < high : x <= high);
  }

  /** For messages: {@code > 0 and <= 100}. */
  @Override
  public String toString() {
    return (lowOpen ? "> " : ">= ")
        + plain(low)
        + " and "
        + (highOpen ? "< " : "<= ")
        + plain(high);
  }

  private static String plain(double x) {
    return Math.abs(x) < 1e7
        ? BigDecimal.valueOf(x).stripTrailingZeros().toPlainString()
        : Double.toString(x);
  }
}
