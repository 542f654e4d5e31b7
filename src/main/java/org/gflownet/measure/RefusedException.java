package org.gflownet.measure;

/** A program that was started has found a mistake of the user's, and said so in one line. */
public final class RefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param line what the program said
   */
  RefusedException(String line) {
    super(line);
  }
}
