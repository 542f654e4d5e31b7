package org.gflownet.soak;

/** A soak cannot go on: something did not survive a fault, or could not be started. */
final class SoakFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SoakFailedException(String message) {
    super(message);
  }
}
