package org.gflownet.chem;

import org.openscience.cdk.exception.InvalidSmilesException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Reads molecules from untrusted SMILES. Thread-safe: each thread has a parser of its own. */
public final class MoleculeReader {
  /** Longest SMILES that is read, in characters. */
  public static final int MAX_LENGTH = 4000;

  private static final ThreadLocal<SmilesParser> PARSER =
      ThreadLocal.withInitial(() -> new SmilesParser(SilentChemObjectBuilder.getInstance()));

  private MoleculeReader() {}

  /**
   * The molecule of a SMILES, without names or extensions after it. Salts, isotopes and charges are
   * fine.
   *
   * @throws InvalidMoleculeException on one line without the SMILES, if it cannot be read
   */
  public static Molecule parse(String smiles) {
    if (smiles.length() > MAX_LENGTH) {
      throw new InvalidMoleculeException(
          smiles.length() + " characters; at most " + MAX_LENGTH + " are read");
    }
    if (smiles.isEmpty()) {
      throw new InvalidMoleculeException("empty SMILES");
    }
    for (int i = 0; i < smiles.length(); i++) {
      char c = smiles.charAt(i);
      if (c <= ' ' || c > '~' || c == '>') {
        throw new InvalidMoleculeException(
            String.format("character U+%04X at %d is not of a SMILES", (int) c, i));
      }
    }
    return Sanitizer.sanitize(read(smiles));
  }

  private static IAtomContainer read(String smiles) {
    try {
      return PARSER.get().parseSmiles(smiles);
    } catch (InvalidSmilesException e) {
      throw new InvalidMoleculeException("unreadable SMILES: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // The parser answers some malformed input with whatever it stumbles over.
      throw new InvalidMoleculeException("unreadable SMILES: " + e, e);
    }
  }
}
