package org.gflownet.reward.chem;

import java.util.regex.Pattern;
import org.gflownet.chem.InvalidMoleculeException;

/** Lists of atoms as tables write them. */
final class StemList {
  private static final Pattern SEPARATOR = Pattern.compile("\\s*[;,]\\s*|\\s+");
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_DIGITS = 6;

  private StemList() {}

  /**
   * Indices from 0, separated by semicolons, commas or space, in brackets or not; none means the
   * first atom.
   *
   * @param text null for none
   * @param numAtoms of the molecule
   * @throws InvalidMoleculeException if it is no such list
   */
  static int[] parse(String text, int numAtoms) {
    String list = text == null ? "" : text.strip();
    if (list.length() > MAX_LENGTH) {
      throw new InvalidMoleculeException("stem_atoms has more than 10000 characters");
    }
    if (list.startsWith("[") && list.endsWith("]")) {
      list = list.substring(1, list.length() - 1).strip();
    }
    if (list.isEmpty()) {
      return new int[] {0};
    }
    String[] fields = SEPARATOR.splitAsStream(list).toArray(String[]::new);
    int[] atoms = new int[fields.length];
    for (int i = 0; i < atoms.length; i++) {
      if (fields[i].length() > MAX_DIGITS || !fields[i].matches("[0-9]+")) {
        throw new InvalidMoleculeException("stem_atoms is no list of atom indices such as 0;4;6");
      }
      atoms[i] = Integer.parseInt(fields[i]);
      if (atoms[i] >= numAtoms) {
        throw new InvalidMoleculeException(
            "stem_atoms has atom " + atoms[i] + ", the last atom is " + (numAtoms - 1));
      }
    }
    return atoms;
  }
}
