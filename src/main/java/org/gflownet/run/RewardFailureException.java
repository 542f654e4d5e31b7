package org.gflownet.run;

/** The reward of too many objects could not be computed. */
public final class RewardFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says so in one line. */
  public RewardFailureException(String message) {
    super(message);
  }
}
