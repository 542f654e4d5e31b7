package org.gflownet.job;

/** A run ended for lack of memory; the message is one line that says what to set. */
final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MemoryException(String message) {
    super(message);
  }
}
