package org.gflownet.run;

/** The user's mistake, in one line that says what to do. Ends the program with exit code 2. */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  /**
   * Checks what a user gave.
   *
   * @param message what is wrong and what to do, where it does not hold
   */
  public static void unless(boolean holds, String message) {
    if (!holds) {
      throw new UserException(message);
    }
  }
}
