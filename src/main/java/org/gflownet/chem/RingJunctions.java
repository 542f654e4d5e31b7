package org.gflownet.chem;

/**
 * Atoms at which rings meet, as RDKit 2022.09 counts them in {@code CalcNumSpiroAtoms} and {@code
 * CalcNumBridgeheadAtoms}.
 *
 * <p>A spiro atom is all that two of the smallest rings share. A bridgehead is an end of what two
 * rings share where they share more than one bond.
 *
 * @param spiro number of spiro atoms
 * @param bridgeheads number of bridgeheads
 */
public record RingJunctions(int spiro, int bridgeheads) {

  /** Counts those of a molecule. */
  public static RingJunctions of(Molecule molecule) {
    Structure s = molecule.structure();
    boolean[] spiro = new boolean[s.numAtoms];
    boolean[] bridgehead = new boolean[s.numAtoms];
    int[] ends = new int[s.numAtoms];
    for (int r = 0; r < s.rings.length; r++) {
      boolean[] inRing = new boolean[s.numAtoms];
      boolean[] bonds = new boolean[s.numBonds];
      for (int k = 0; k < s.rings[r].length; k++) {
        inRing[s.rings[r][k]] = true;
      }
      for (int bond : Rings.bonds(s, s.rings[r])) {
        bonds[bond] = true;
      }
      for (int other = r + 1; other < s.rings.length; other++) {
        markSpiro(s.rings[other], inRing, spiro);
        markBridgeheads(s, s.rings[other], bonds, ends, bridgehead);
      }
    }
    return new RingJunctions(count(spiro), count(bridgehead));
  }

  private static void markSpiro(int[] ring, boolean[] inOther, boolean[] spiro) {
    int shared = 0;
    int last = -1;
    for (int atom : ring) {
      if (inOther[atom]) {
        shared++;
        last = atom;
      }
    }
    if (shared == 1) {
      spiro[last] = true;
    }
  }

  private static void markBridgeheads(
      Structure s, int[] ring, boolean[] inOther, int[] ends, boolean[] bridgehead) {
    int shared = 0;
    int[] bonds = Rings.bonds(s, ring);
    for (int bond : bonds) {
      if (inOther[bond]) {
        shared++;
        ends[s.begins[bond]]++;
        ends[s.ends[bond]]++;
      }
    }
    for (int atom : ring) {
      bridgehead[atom] |= shared > 1 && ends[atom] == 1;
      ends[atom] = 0;
    }
  }

  private static int count(boolean[] marks) {
    int count = 0;
    for (boolean mark : marks) {
      count += mark ? 1 : 0;
    }
    return count;
  }
}
