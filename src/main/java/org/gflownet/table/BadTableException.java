package org.gflownet.table;

/** A file cannot be read as a table, for a reason of one line. */
public final class BadTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line of reason, to stand behind the name of the file. */
  public BadTableException(String reason) {
    super(reason);
  }
}
