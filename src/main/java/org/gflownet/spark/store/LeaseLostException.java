package org.gflownet.spark.store;

/**
 * This process may not write into a folder any more: another one has taken it over, or may have.
 * The message is one line that says so.
 */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(message);
  }
}
