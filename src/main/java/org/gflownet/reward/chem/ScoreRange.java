package org.gflownet.reward.chem;

import java.util.OptionalDouble;

/**
 * What makes a reward of scores unless a configuration says otherwise.
 *
 * @param min floor of the score, more than 0: {@code reward.min}
 * @param max ceiling of the score; empty for none: {@code reward.max}
 * @param norm divisor of the score, more than 0: {@code reward.norm}
 */
public record ScoreRange(double min, OptionalDouble max, double norm) {
  /** A floor of 0.01, and scores as they are above it. */
  public static final ScoreRange USUAL = new ScoreRange(0.01, OptionalDouble.empty(), 1.0);

  /** Checks the numbers. */
  public ScoreRange {
    if (!(min > 0 && norm > 0 && max.orElse(min) >= min)) {
      throw new IllegalArgumentException(
          "a range of scores needs min > 0, norm > 0 and max >= min, was "
              + min
              + ", "
              + norm
              + ", "
              + max);
    }
  }
}
