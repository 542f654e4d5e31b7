package org.gflownet.chem;

/**
 * Reads SMILES. Salts, isotopes and charges are read; stereochemistry is read over; elements that
 * stand for any atom, quadruple bonds and reactions are refused, and so is what RDKit refuses for
 * its valences or because its aromatic bonds cannot be made single and double.
 *
 * <p>Input is untrusted: its length is bounded before anything else looks at it. No state;
 * thread-safe.
 */
public final class MoleculeReader {
  /** Longest SMILES that is read, in characters. */
  public static final int MAX_LENGTH = 4000;

  /** Most atoms that a molecule can have. */
  public static final int MAX_ATOMS = 1000;

  private MoleculeReader() {}

  /**
   * The molecule of a SMILES, its atoms in the order of the text but for hydrogens written as
   * atoms, which become counts.
   *
   * @throws InvalidMoleculeException if there is no such molecule
   */
  public static Molecule parse(String smiles) {
    return Sanitizer.sanitize(GraphReader.graph(smiles));
  }
}
