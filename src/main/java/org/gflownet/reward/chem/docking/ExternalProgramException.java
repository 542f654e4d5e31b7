package org.gflownet.reward.chem.docking;

/** An external program did not do its work; the message is one line that names it. */
public final class ExternalProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  ExternalProgramException(String message, boolean permanent) {
    super(message);
    this.permanent = permanent;
  }

  /** Whether another try cannot help, as with a program that is not installed. */
  public boolean isPermanent() {
    return permanent;
  }
}
