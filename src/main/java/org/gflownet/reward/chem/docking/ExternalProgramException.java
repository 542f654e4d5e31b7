package org.gflownet.reward.chem.docking;

/** An external program did not do its work; the message is one line that names it. */
public final class ExternalProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What another try may change. */
  enum Kind {
    /** Nothing: the program is not installed. */
    NO_PROGRAM,
    /** Nothing: the program ran and has no answer for this molecule. */
    NO_ANSWER,
    /** Everything: a timeout, a crash. */
    THIS_TIME
  }

  ExternalProgramException(String message, Kind kind) {
    super(message);
    this.kind = kind;
  }

  /** Whether another try cannot help, as with a program that is not installed. */
  public boolean isPermanent() {
    return kind == Kind.NO_PROGRAM;
  }

  /** Whether the same molecule may well have an answer the next time. */
  public boolean mayPass() {
    return kind == Kind.THIS_TIME;
  }
}
