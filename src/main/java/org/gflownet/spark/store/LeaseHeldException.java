package org.gflownet.spark.store;

/** Another process may write into a folder; the message is one line that names it. */
public final class LeaseHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(String message) {
    super(message);
  }
}
