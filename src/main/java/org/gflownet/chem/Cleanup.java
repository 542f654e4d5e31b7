package org.gflownet.chem;

/**
 * Rewrites the hypervalent forms in which nitro groups, azides and a few others are often drawn
 * into their charged forms, for example {@code CN(=O)=O} into {@code C[N+](=O)[O-]}.
 */
final class Cleanup {
  private Cleanup() {}

  static void apply(Structure s) {
    for (int i = 0; i < s.numAtoms; i++) {
      if (s.charges[i] != 0) {
        continue;
      }
      switch (s.atomicNumbers[i]) {
        case Elements.NITROGEN -> nitrogen(s, i);
        case Elements.PHOSPHORUS -> phosphorus(s, i);
        case 17, 35, 53 -> halogen(s, i);
        default -> {}
      }
    }
  }

  private static void nitrogen(Structure s, int i) {
    if (s.explicitValence(i) != 5) {
      return;
    }
    int bond = neutralNeighbor(s, i, Elements.OXYGEN, 2);
    if (bond < 0) {
      bond = neutralNeighbor(s, i, Elements.NITROGEN, 3);
    }
    if (bond >= 0) {
      separate(s, i, bond);
    }
  }

  /** {@code C=P(=O)X} becomes {@code C=[P+]([O-])X}. */
  private static void phosphorus(Structure s, int i) {
    if (s.explicitValence(i) != 5 || s.degree(i) != 3) {
      return;
    }
    int oxygen = lastNeutralOxygen(s, i);
    if (oxygen >= 0 && hasDoubleToChain(s, i)) {
      separate(s, i, oxygen);
    }
  }

  private static int lastNeutralOxygen(Structure s, int i) {
    int found = -1;
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      int j = s.other(b, i);
      if (s.orders[b] == 2 && s.atomicNumbers[j] == Elements.OXYGEN && s.charges[j] == 0) {
        found = b;
      }
    }
    return found;
  }

  private static boolean hasDoubleToChain(Structure s, int i) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      int j = s.other(b, i);
      int z = s.atomicNumbers[j];
      if (s.orders[b] == 2
          && (z == Elements.CARBON || z == Elements.NITROGEN)
          && s.degree(j) >= 2) {
        return true;
      }
    }
    return false;
  }

  /** Chlorates and the like: all double bonds to oxygen become charges. */
  private static void halogen(Structure s, int i) {
    int valence = s.explicitValence(i);
    if (valence != 3 && valence != 5 && valence != 7) {
      return;
    }
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      if (s.atomicNumbers[s.other(s.incident[k], i)] != Elements.OXYGEN) {
        return;
      }
    }
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      if (s.orders[s.incident[k]] == 2) {
        separate(s, i, s.incident[k]);
      }
    }
  }

  private static int neutralNeighbor(Structure s, int i, int atomicNumber, int order) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      int j = s.other(b, i);
      if (s.orders[b] == order && s.atomicNumbers[j] == atomicNumber && s.charges[j] == 0) {
        return b;
      }
    }
    return -1;
  }

  /** Moves one electron pair of bond b from atom i to the other end. */
  private static void separate(Structure s, int i, int b) {
    s.orders[b]--;
    s.charges[i]++;
    s.charges[s.other(b, i)] = -1;
  }
}
