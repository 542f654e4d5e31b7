package org.gflownet.reward;

import java.io.Serializable;
import org.gflownet.math.LogSpace;

/**
 * From a raw score r to a reward R = (min(max, max(min, r)) / norm)^exponent (Bengio et al. 2021,
 * section 4.3, with min = 0.1 in units of r, no max, norm 8 and exponent 10 for the binding energy
 * of sEH).
 *
 * @param min floor of the raw score, more than 0
 * @param max ceiling of the raw score, at least min; infinity for none
 * @param norm divisor, more than 0
 * @param exponent beta, more than 0: larger prefers better objects more strongly
 */
public record RewardScale(double min, double max, double norm, double exponent)
    implements Serializable {

  /** Checks that all are positive, and all but the ceiling finite. */
  public RewardScale {
    if (!(min > 0 && norm > 0 && exponent > 0 && min + norm + exponent < 1e300)) {
      throw new IllegalArgumentException(
          "min, norm and exponent must be positive, were " + min + ", " + norm + ", " + exponent);
    }
    if (!(max >= min)) {
      throw new IllegalArgumentException("the ceiling " + max + " is below the floor " + min);
    }
  }

  /** A scale without a ceiling. */
  public RewardScale(double min, double norm, double exponent) {
    this(min, Double.POSITIVE_INFINITY, norm, exponent);
  }

  /**
   * log R of a raw score.
   *
   * @param raw any number but NaN; -infinity for an object without a score, which gets the floor
   */
  public double logReward(double raw) {
    if (Double.isNaN(raw)) {
      throw new IllegalArgumentException("a raw score is not a number");
    }
    return exponent * (LogSpace.log(Math.min(max, Math.max(min, raw))) - LogSpace.log(norm));
  }

  /** log R of the floor. */
  public double lowerBound() {
    return logReward(min);
  }
}
