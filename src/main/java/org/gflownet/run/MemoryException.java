package org.gflownet.run;

/** A run ended for lack of memory; the message is one line that says what to set. */
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MemoryException(String message) {
    super(message);
  }
}
