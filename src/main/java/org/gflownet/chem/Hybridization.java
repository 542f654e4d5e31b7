package org.gflownet.chem;

/**
 * Hybridisation of an atom by the rule of RDKit, which counts bonds and lone pairs and calls an
 * atom with a lone pair next to a pi system SP2.
 */
public enum Hybridization {
  /** One direction at most: hydrogen, alkali ions. */
  S,
  /** Linear. */
  SP,
  /** Trigonal. */
  SP2,
  /** Tetrahedral. */
  SP3,
  /** Five directions. */
  SP3D,
  /** Six directions. */
  SP3D2,
  /** More directions than that. */
  OTHER;

  private static final int LAST_WITH_LONE_PAIRS = 88;
  private static final int OCTET = 8;

  /** Hybridisation of each atom. */
  static Hybridization[] of(Structure s) {
    boolean[] conjugated = conjugated(s);
    Hybridization[] all = new Hybridization[s.numAtoms];
    for (int i = 0; i < s.numAtoms; i++) {
      int directions = directions(s, i);
      all[i] =
          switch (directions) {
            case 0, 1 -> S;
            case 2 -> SP;
            case 3 -> SP2;
            case 4 -> s.totalDegree(i) <= 3 && conjugated[i] ? SP2 : SP3;
            case 5 -> SP3D;
            case 6 -> SP3D2;
            default -> OTHER;
          };
    }
    return all;
  }

  /** Neighbours plus lone pairs plus unpaired electrons. */
  private static int directions(Structure s, int i) {
    int z = s.atomicNumbers[i];
    int degree = s.totalDegree(i);
    if (z <= 1 || z > LAST_WITH_LONE_PAIRS) {
      return degree;
    }
    int outer = Elements.outerElectrons(z);
    int valence = s.valence(i);
    int free = outer - (valence + s.charges[i]);
    if (valence + outer - s.charges[i] < OCTET) {
      return degree + (free - s.radicals[i]) / 2 + s.radicals[i];
    }
    return degree + free / 2;
  }

  /** Whether an atom has a conjugated bond. */
  private static boolean[] conjugated(Structure s) {
    boolean[] conjugated = s.aromaticAtoms.clone();
    boolean[] candidates = new boolean[s.numAtoms];
    for (int i = 0; i < s.numAtoms; i++) {
      candidates[i] = isCandidate(s, i);
    }
    for (int i = 0; i < s.numAtoms; i++) {
      int degree = s.totalDegree(i);
      if (candidates[i] && (degree == 2 || degree == 3)) {
        conjugate(s, i, candidates, conjugated);
      }
    }
    return conjugated;
  }

  /** A multiple bond of atom i and another bond of it to a candidate are conjugated. */
  private static void conjugate(Structure s, int i, boolean[] candidates, boolean[] conjugated) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      if (s.orders[b] < 2 && !s.aromaticBonds[b]) {
        continue;
      }
      for (int m = s.first[i]; m < s.first[i + 1]; m++) {
        int far = s.other(s.incident[m], i);
        if (m != k && candidates[far] && s.totalDegree(far) <= 3) {
          conjugated[i] = true;
          conjugated[far] = true;
          conjugated[s.other(b, i)] = true;
        }
      }
    }
  }

  private static boolean isCandidate(Structure s, int i) {
    int z = s.atomicNumbers[i];
    int outer = Elements.outerElectrons(z);
    boolean lone = z > 10 && (outer == 5 || outer == 6);
    boolean terminal = outer == 6 && s.totalDegree(i) < 2;
    return (!lone || terminal) && s.piElectrons(i) > 0;
  }
}
