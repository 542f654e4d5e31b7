package org.gflownet.chem;

/**
 * Number of pi electrons that an atom brings to an aromatic ring, by the rules of RDKit's default
 * aromaticity model: a double bond out of the ring to a more electronegative atom takes the
 * electron with it, a lone pair brings two.
 */
final class PiDonors {
  /** An atom that no aromatic ring can hold. */
  static final int NONE = -1;

  private static final int SELENIUM = 34;
  private static final int TELLURIUM = 52;

  private PiDonors() {}

  /** 0, 1 or 2 electrons, or {@link #NONE}. */
  static int electrons(Structure s, int i) {
    int donated = donated(s, i);
    return donated != NONE && isCandidate(s, i) ? donated : NONE;
  }

  private static int donated(Structure s, int i) {
    int electrons = s.piElectrons(i);
    if (electrons < 0) {
      return NONE;
    }
    int partner = outsidePartner(s, i);
    if (electrons == 0) {
      if (partner >= 0) {
        return 0;
      }
      return hasMultipleRingBond(s, i) ? 1 : NONE;
    }
    boolean stolen =
        partner >= 0 && Elements.moreElectronegative(s.atomicNumbers[partner], s.atomicNumbers[i]);
    if (electrons > 1) {
      return (stolen ? electrons - 1 : electrons) % 2 == 1 ? 1 : 2;
    }
    if (partner >= 0) {
      return stolen ? 0 : 1;
    }
    return single(s, i);
  }

  /** One electron and no multiple bond out of the ring: a double bond in it, or a cation. */
  private static int single(Structure s, int i) {
    if (s.orderSum(i) != s.degree(i)) {
      return 1;
    }
    return s.charges[i] == 1 ? 0 : NONE;
  }

  /** The other atom of a multiple bond that is in no ring, or -1. */
  private static int outsidePartner(Structure s, int i) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      if (s.orders[b] >= 2 && !s.ringBonds[b]) {
        return s.other(b, i);
      }
    }
    return -1;
  }

  private static boolean hasMultipleRingBond(Structure s, int i) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      int b = s.incident[k];
      if (s.orders[b] >= 2 && s.ringBonds[b]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCandidate(Structure s, int i) {
    int z = s.atomicNumbers[i];
    if (z > 18 && z != SELENIUM && z != TELLURIUM) {
      return false;
    }
    if (Elements.defaultValence(z) > 0 && s.valence(i) > neutralValence(z - s.charges[i])) {
      return false;
    }
    boolean carbon = z == Elements.CARBON && s.charges[i] == 0;
    return (s.radicals[i] == 0 || carbon) && numMultipleBonds(s, i) <= 1;
  }

  /** Default valence of the element that an ion has the electrons of; 0 outside of the table. */
  private static int neutralValence(int atomicNumber) {
    return atomicNumber < 1 || atomicNumber > Elements.MAX
        ? 0
        : Elements.defaultValence(atomicNumber);
  }

  private static int numMultipleBonds(Structure s, int i) {
    int count = 0;
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      count += s.orders[s.incident[k]] >= 2 ? 1 : 0;
    }
    return count;
  }
}
