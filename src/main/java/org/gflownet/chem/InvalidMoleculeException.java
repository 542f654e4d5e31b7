package org.gflownet.chem;

/** A molecule that cannot be: the message is one short line that says why, without the SMILES. */
public final class InvalidMoleculeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * One line of reason.
   *
   * @param reason for example {@code atom 3 (N) has valence 5, at most 3 is possible}
   */
  public InvalidMoleculeException(String reason) {
    super(reason);
  }
}
