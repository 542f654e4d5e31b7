package org.gflownet.chem;

import java.util.Arrays;

/**
 * An order of a molecule's atoms that does not depend on how they were numbered.
 *
 * <p>Atoms are told apart by what they are and, again and again, by the bonds and atoms around them
 * (colour refinement). Where atoms stay alike, the first of them goes first and the others are
 * refined once more; alike atoms of molecules are almost always interchangeable, and then the
 * choice makes no difference.
 */
final class CanonicalOrder {
  private final Molecule molecule;
  private final int numAtoms;
  private final int[] ranks;
  private final long[][] keys;
  private final Integer[] order;

  private CanonicalOrder(Molecule molecule) {
    this.molecule = molecule;
    numAtoms = molecule.numAtoms();
    ranks = new int[numAtoms];
    keys = new long[numAtoms][];
    order = new Integer[numAtoms];
    for (int i = 0; i < numAtoms; i++) {
      order[i] = i;
    }
  }

  /** Position of each atom in the canonical order. */
  static int[] ranks(Molecule molecule) {
    CanonicalOrder canonical = new CanonicalOrder(molecule);
    canonical.start();
    canonical.refine();
    while (canonical.breakTie()) {
      canonical.refine();
    }
    return canonical.ranks;
  }

  private void start() {
    for (int i = 0; i < numAtoms; i++) {
      keys[i] =
          new long[] {
            molecule.atomicNumber(i),
            molecule.degree(i),
            molecule.isAromatic(i) ? 1 : 0,
            molecule.hydrogens(i),
            molecule.charge(i),
            molecule.isotope(i),
            molecule.radicals(i)
          };
    }
    rank();
  }

  private void refine() {
    int before = 0;
    int classes = numClasses();
    while (classes > before && classes < numAtoms) {
      for (int i = 0; i < numAtoms; i++) {
        keys[i] = surroundings(i);
      }
      rank();
      before = classes;
      classes = numClasses();
    }
  }

  private long[] surroundings(int i) {
    long[] key = new long[molecule.degree(i) + 1];
    for (int k = 1; k < key.length; k++) {
      long kind = molecule.bondKind(molecule.bond(i, k - 1));
      key[k] = kind * numAtoms + ranks[molecule.neighbor(i, k - 1)];
    }
    Arrays.sort(key, 1, key.length);
    key[0] = ranks[i];
    return key;
  }

  /** Gives each atom the number of atoms with a smaller key. */
  private void rank() {
    Arrays.sort(order, (i, j) -> Arrays.compare(keys[i], keys[j]));
    int rank = 0;
    for (int at = 0; at < numAtoms; at++) {
      if (at > 0 && !Arrays.equals(keys[order[at - 1]], keys[order[at]])) {
        rank = at;
      }
      ranks[order[at]] = rank;
    }
  }

  private int numClasses() {
    int classes = numAtoms == 0 ? 0 : 1;
    for (int at = 1; at < numAtoms; at++) {
      classes += ranks[order[at]] != ranks[order[at - 1]] ? 1 : 0;
    }
    return classes;
  }

  /** Puts one atom before those like it; false if no two are alike. */
  private boolean breakTie() {
    for (int at = 1; at < numAtoms; at++) {
      int rank = ranks[order[at]];
      if (rank == ranks[order[at - 1]]) {
        // The atom at at - 1 keeps the rank; those behind it move up by one.
        for (int k = at; k < numAtoms && ranks[order[k]] == rank; k++) {
          ranks[order[k]]++;
        }
        return true;
      }
    }
    return false;
  }
}
