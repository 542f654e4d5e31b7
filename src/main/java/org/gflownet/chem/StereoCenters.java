package org.gflownet.chem;

import java.util.Arrays;

/**
 * Atoms that can be centres of tetrahedral stereochemistry: what RDKit 2022.09 lists by {@code
 * FindMolChiralCenters(m, includeUnassigned=True)} where a molecule is written without
 * stereochemistry, which is how molecules are read here.
 *
 * <p>An atom is a centre if no two of its neighbours are alike and it has four neighbours, at most
 * one of them a plain hydrogen; or three, being a nitrogen in a ring of three or at a bridgehead, a
 * phosphorus or arsenic, or a sulfur or selenium of valence 4 or positive with valence 3.
 * Neighbours are alike if refining their elements and isotopes by their neighbours', counted by
 * bond order, until nothing changes does not tell them apart: the hierarchy of Cahn, Ingold and
 * Prelog (1966) as far as it does not depend on other centres.
 */
public final class StereoCenters {
  private static final int ARSENIC = 33;
  private static final int SULFUR = 16;
  private static final int SELENIUM = 34;
  private static final int SMALL_RING = 3;

  private StereoCenters() {}

  /** Number of the centres of a molecule. */
  public static int count(Molecule molecule) {
    Structure s = molecule.structure();
    boolean[] centers = new boolean[s.numAtoms];
    boolean any = false;
    for (int i = 0; i < s.numAtoms; i++) {
      centers[i] = hasNeighbors(s, i);
      any |= centers[i];
    }
    int count = 0;
    int[] classes = any ? AtomClasses.of(s) : new int[0];
    for (int i = 0; i < s.numAtoms; i++) {
      count += centers[i] && areDifferent(s, i, classes) ? 1 : 0;
    }
    return count;
  }

  private static boolean hasNeighbors(Structure s, int i) {
    int z = s.atomicNumbers[i];
    int neighbors = s.totalDegree(i);
    int degree = s.degree(i);
    boolean pyramid = z == Elements.PHOSPHORUS || z == ARSENIC;
    if (neighbors < 3 || neighbors > 4 || (degree < 3 && !pyramid)) {
      return false;
    }
    if (degree != 3) {
      return true;
    }
    if (s.hydrogens[i] == 1) {
      return !hasProtium(s, i);
    }
    return pyramid
        || (z == Elements.NITROGEN && isRigid(s, i))
        || ((z == SULFUR || z == SELENIUM) && isSulfoxide(s, i));
  }

  /** Whether a neighbour is a plain hydrogen that is an atom of its own. */
  private static boolean hasProtium(Structure s, int i) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int j = s.other(s.incident[k], i);
      if (s.atomicNumbers[j] == Elements.HYDROGEN && s.isotopes[j] == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSulfoxide(Structure s, int i) {
    int valence = s.explicitValence(i);
    return valence == 4 || (valence == 3 && s.charges[i] == 1);
  }

  /** Whether an atom cannot swing to the other side: in a ring of three, or at a bridgehead. */
  private static boolean isRigid(Structure s, int i) {
    int ringBonds = 0;
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      ringBonds += s.ringBonds[s.incident[k]] ? 1 : 0;
    }
    boolean meets = ringBonds >= 3;
    for (int[] ring : s.rings) {
      if (contains(ring, i)) {
        if (ring.length == SMALL_RING) {
          return true;
        }
        meets &= sharesBonds(s, ring, i);
      }
    }
    return meets;
  }

  /** Whether another ring through atom i has two or more bonds of this one. */
  private static boolean sharesBonds(Structure s, int[] ring, int i) {
    int[] bonds = Rings.bonds(s, ring);
    for (int[] other : s.rings) {
      if (other != ring && contains(other, i)) {
        int shared = 0;
        for (int bond : Rings.bonds(s, other)) {
          shared += contains(bonds, bond) ? 1 : 0;
        }
        if (shared > 1) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean contains(int[] items, int item) {
    return Arrays.stream(items).anyMatch(other -> other == item);
  }

  private static boolean areDifferent(Structure s, int i, int[] classes) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      for (int l = s.first[i]; l < k; l++) {
        if (classes[s.other(s.incident[k], i)] == classes[s.other(s.incident[l], i)]) {
          return false;
        }
      }
    }
    return true;
  }
}
