package org.gflownet.job;

/** The reward of too many objects could not be computed. */
final class RewardFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says so in one line. */
  RewardFailureException(String message) {
    super(message);
  }
}
