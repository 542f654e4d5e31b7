package org.gflownet.chem;

import static org.gflownet.chem.MoleculeReader.MAX_ATOMS;
import static org.gflownet.chem.MoleculeReader.MAX_LENGTH;

import org.openscience.cdk.exception.InvalidSmilesException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Reads SMILES as far as they are graphs; {@link MoleculeReader} makes molecules of them. */
public final class GraphReader {
  static {
    SilentCdk.install();
  }

  private static final int MAX_DIGITS = 6;

  private GraphReader() {}

  /**
   * Atoms and bonds of a SMILES, not sanitised. Atoms in brackets have a fixed number of hydrogens,
   * others have {@link MolecularGraph#IMPLICIT}.
   *
   * @throws InvalidMoleculeException if the text is not a SMILES
   */
  public static MolecularGraph graph(String smiles) {
    checkText(smiles);
    IAtomContainer container = read(smiles);
    if (container.getAtomCount() > MAX_ATOMS) {
      throw new InvalidMoleculeException(
          "it has " + container.getAtomCount() + " atoms, at most " + MAX_ATOMS + " are read");
    }
    boolean[] bracketed = bracketed(smiles, container.getAtomCount());
    MolecularGraph graph = new MolecularGraph();
    for (int i = 0; i < bracketed.length; i++) {
      var atom = container.getAtom(i);
      int fixed = atom.getImplicitHydrogenCount();
      CdkContainers.addAtom(graph, atom, bracketed[i] ? fixed : MolecularGraph.IMPLICIT);
    }
    CdkContainers.addBonds(graph, container);
    return Hydrogens.fold(graph);
  }

  private static void checkText(String smiles) {
    if (smiles.length() > MAX_LENGTH) {
      throw new InvalidMoleculeException(
          "its SMILES has " + smiles.length() + " characters, at most " + MAX_LENGTH + " are read");
    }
    if (smiles.isEmpty()) {
      throw new InvalidMoleculeException("its SMILES is empty");
    }
    if (smiles.startsWith(".") || smiles.endsWith(".")) {
      throw new InvalidMoleculeException("its SMILES begins or ends with a dot");
    }
    for (int i = 0; i < smiles.length(); i++) {
      char c = smiles.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        throw new InvalidMoleculeException(
            String.format("character %d of its SMILES is U+%04X", i + 1, (int) c));
      }
      if (c == '>') {
        throw new InvalidMoleculeException("it is a reaction");
      }
    }
  }

  private static IAtomContainer read(String smiles) {
    try {
      return new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
    } catch (InvalidSmilesException problem) {
      throw new InvalidMoleculeException(reason(problem.getMessage(), smiles));
    } catch (RuntimeException problem) {
      // The parser lets a few malformed texts fail where it does not expect them.
      throw new InvalidMoleculeException("its SMILES cannot be read");
    }
  }

  /** The parser's own reason, without the SMILES that it repeats and the marks below it. */
  private static String reason(String message, String smiles) {
    String line = message.lines().findFirst().orElse("");
    String told = line.replace("could not parse '" + smiles + "',", "").replace(smiles, "").strip();
    int end = told.length();
    while (end > 0 && " :,'".indexOf(told.charAt(end - 1)) >= 0) {
      end--;
    }
    return "its SMILES cannot be read: " + told.substring(0, Math.min(end, 120));
  }

  /** For each atom of a well-formed SMILES, whether it is written in brackets. */
  private static boolean[] bracketed(String smiles, int numAtoms) {
    boolean[] bracketed = new boolean[numAtoms];
    int atom = 0;
    for (int i = 0; i < smiles.length(); i++) {
      char c = smiles.charAt(i);
      if (c == '[') {
        int end = smiles.indexOf(']', i);
        if (end < 0 || atom >= numAtoms) {
          throw notToldApart();
        }
        bracketed[atom++] = true;
        checkNumbers(smiles, i, end);
        i = end;
      } else if (Character.isLetter(c) || c == '*') {
        atom++;
        i += isSecondLetter(smiles, i + 1) ? 1 : 0;
      } else if (c == '%') {
        i += 2;
      }
    }
    if (atom != numAtoms) {
      throw notToldApart();
    }
    return bracketed;
  }

  private static InvalidMoleculeException notToldApart() {
    return new InvalidMoleculeException("its SMILES cannot be read: atoms are not told apart");
  }

  /** The parser lets numbers wrap around. */
  private static void checkNumbers(String smiles, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits = Character.isDigit(smiles.charAt(i)) ? digits + 1 : 0;
      if (digits > MAX_DIGITS) {
        throw new InvalidMoleculeException(
            "its SMILES has a number of more than " + MAX_DIGITS + " digits in brackets");
      }
    }
  }

  private static boolean isSecondLetter(String smiles, int i) {
    if (i >= smiles.length()) {
      return false;
    }
    char first = smiles.charAt(i - 1);
    char c = smiles.charAt(i);
    return (first == 'C' && c == 'l') || (first == 'B' && c == 'r');
  }
}
