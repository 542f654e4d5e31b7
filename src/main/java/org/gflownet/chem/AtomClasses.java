package org.gflownet.chem;

import java.util.Arrays;

/**
 * Divides atoms into classes of equal elements and isotopes and then, round after round, by the
 * classes of their neighbours, each counted twice its bond order, and by their hydrogens, until a
 * round divides nothing.
 */
final class AtomClasses {
  private static final int MAX_ISOTOPE = 10_000;

  private AtomClasses() {}

  /** A number for each atom, the same for atoms of one class. */
  static int[] of(Structure s) {
    int[][] keys = new int[s.numAtoms][];
    for (int i = 0; i < s.numAtoms; i++) {
      keys[i] = new int[] {s.atomicNumbers[i] * MAX_ISOTOPE + s.isotopes[i]};
    }
    int[] classes = new int[s.numAtoms];
    int known = 0;
    int found = rank(keys, classes);
    while (found > known && found < s.numAtoms) {
      for (int i = 0; i < s.numAtoms; i++) {
        keys[i] = key(s, i, classes);
      }
      known = found;
      found = rank(keys, classes);
    }
    return classes;
  }

  /** The atom's class, hydrogens and sorted neighbours; a later round only divides further. */
  private static int[] key(Structure s, int i, int[] classes) {
    int size = 2;
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      size += twiceOrder(s, s.incident[k]);
    }
    int[] key = new int[size];
    int at = 2;
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int bond = s.incident[k];
      int end = at + twiceOrder(s, bond);
      Arrays.fill(key, at, end, classes[s.other(bond, i)]);
      at = end;
    }
    Arrays.sort(key, 2, size);
    key[0] = classes[i];
    key[1] = s.hydrogens[i];
    return key;
  }

  private static int twiceOrder(Structure s, int bond) {
    return s.aromaticBonds[bond] ? 3 : 2 * s.orders[bond];
  }

  /** Writes the rank of each key among the different ones and returns their number. */
  private static int rank(int[][] keys, int[] ranks) {
    int[][] sorted = keys.clone();
    Arrays.sort(sorted, Arrays::compare);
    int size = 0;
    for (int k = 0; k < sorted.length; k++) {
      if (k == 0 || !Arrays.equals(sorted[k], sorted[size - 1])) {
        sorted[size++] = sorted[k];
      }
    }
    for (int i = 0; i < keys.length; i++) {
      ranks[i] = Arrays.binarySearch(sorted, 0, size, keys[i], Arrays::compare);
    }
    return size;
  }
}
