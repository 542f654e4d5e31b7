package org.gflownet.chem;

/** What {@link MorganFingerprint} knows of an atom at radius 0. */
final class AtomInvariants {
  private AtomInvariants() {}

  /** One number per atom. */
  static int[] of(Molecule molecule) {
    boolean[] inRing = new boolean[molecule.numAtoms()];
    for (int b = 0; b < molecule.numBonds(); b++) {
      inRing[molecule.begin(b)] |= molecule.isRingBond(b);
      inRing[molecule.end(b)] |= molecule.isRingBond(b);
    }
    int[] invariants = new int[inRing.length];
    for (int i = 0; i < invariants.length; i++) {
      int hash = Hash32.combine(0, molecule.atomicNumber(i));
      hash = Hash32.combine(hash, molecule.degree(i) + molecule.hydrogens(i));
      hash = Hash32.combine(hash, numHydrogens(molecule, i));
      hash = Hash32.combine(hash, molecule.charge(i));
      hash = Hash32.combine(hash, massDelta(molecule.atomicNumber(i), molecule.isotope(i)));
      invariants[i] = inRing[i] ? Hash32.combine(hash, 1) : hash;
    }
    return invariants;
  }

  /** Hydrogens on an atom, those that are atoms included. */
  private static int numHydrogens(Molecule molecule, int i) {
    int count = molecule.hydrogens(i);
    for (int k = 0; k < molecule.degree(i); k++) {
      count += molecule.atomicNumber(molecule.neighbor(i, k)) == Elements.HYDROGEN ? 1 : 0;
    }
    return count;
  }

  /**
   * Exact mass of an isotope less the element's mean, cut to a whole number: 0 for carbon 13, 1 for
   * carbon 14 and hydrogen 2.
   */
  private static int massDelta(int atomicNumber, int isotope) {
    return isotope == 0
        ? 0
        : (int) (AtomicMasses.ofIsotope(atomicNumber, isotope) - AtomicMasses.weight(atomicNumber));
  }
}
