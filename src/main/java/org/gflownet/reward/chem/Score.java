package org.gflownet.reward.chem;

/**
 * What became of one molecule: a number, or one line on why there is none. A failure is never a
 * number, so that it can neither be averaged in nor rewarded.
 *
 * @param value the number; NaN if there is none
 * @param failure why there is no number; null if there is one
 */
public record Score(double value, String failure) {
  /** Checks that exactly one of the two is there. */
  public Score {
    if (Double.isFinite(value) == (failure != null)) {
      throw new IllegalArgumentException(
          "a score is a finite number or a failure, not " + value + " with '" + failure + "'");
    }
  }

  /** A score; a number that is not finite becomes a failure. */
  public static Score of(double value) {
    return Double.isFinite(value)
        ? new Score(value, null)
        : failed("the score is not finite: " + value);
  }

  /** No score, for a reason of one line. */
  public static Score failed(String reason) {
    return new Score(Double.NaN, reason);
  }

  /** Whether there is a number. */
  public boolean isPresent() {
    return failure == null;
  }
}
