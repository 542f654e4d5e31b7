package org.gflownet.reward.chem;

/**
 * What became of one molecule: a number, or one line on why there is none. A failure is never a
 * number, so that it can neither be averaged in nor rewarded.
 *
 * @param value the number; NaN if there is none
 * @param failure why there is no number; null if there is one
 * @param mayPass whether a later try may have a number, as after a timeout: such a failure is not
 *     remembered
 */
public record Score(double value, String failure, boolean mayPass) {
  /** Checks that exactly one of number and failure is there. */
  public Score {
    if (Double.isFinite(value) == (failure != null)) {
      throw new IllegalArgumentException(
          "a score is a finite number or a failure, not " + value + " with '" + failure + "'");
    }
    if (mayPass && failure == null) {
      throw new IllegalArgumentException("only a failure may pass, not the score " + value);
    }
  }

  /** A score; a number that is not finite becomes a failure. */
  public static Score of(double value) {
    return Double.isFinite(value)
        ? new Score(value, null, false)
        : failed("the score is not finite: " + value);
  }

  /** No score for good, for a reason of one line that lies in the molecule. */
  public static Score failed(String reason) {
    return new Score(Double.NaN, reason, false);
  }

  /** No score this time, for a reason of one line that lies in the circumstances. */
  public static Score failedThisTime(String reason) {
    return new Score(Double.NaN, reason, true);
  }

  /** The failure of a part as that of a whole. */
  Score failureOf(String part) {
    return new Score(Double.NaN, part + ": " + failure, mayPass);
  }

  /** Whether there is a number. */
  public boolean isPresent() {
    return failure == null;
  }
}
