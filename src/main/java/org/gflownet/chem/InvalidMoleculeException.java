package org.gflownet.chem;

/**
 * A molecule that cannot be read or does not exist; the message is one short line that says why,
 * without the input.
 */
public final class InvalidMoleculeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 200;

  /** With the first line of a reason, cut to a length fit for a report. */
  public InvalidMoleculeException(String reason) {
    super(firstLine(reason));
  }

  /** With a reason and what led to it. */
  public InvalidMoleculeException(String reason, Throwable cause) {
    super(firstLine(reason), cause);
  }

  private static String firstLine(String reason) {
    String line = reason.lines().findFirst().orElse("").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
  }
}
