package org.gflownet.job;

/** The user's mistake, in one line that says what to do. Ends the program with exit code 2. */
final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }
}
