package org.gflownet.chem;

/**
 * Valences and outer electrons of the elements, as the molecules of RDKit 2022.09 have them; they
 * decide which molecules are refused and what is aromatic or conjugated.
 */
final class Elements {
  static final int HYDROGEN = 1;
  static final int CARBON = 6;
  static final int NITROGEN = 7;
  static final int OXYGEN = 8;
  static final int PHOSPHORUS = 15;

  /** A valence list that ends in this allows any higher valence too. */
  static final int ANY = -1;

  /** Largest atomic number. */
  static final int MAX = 118;

  private static final int[] ANY_VALENCE = {ANY};
  private static final int[][] VALENCES = new int[MAX + 1][];

  /** Electrons of the outer shell, from Z = 1; transition metals count their d electrons. */
  private static final String OUTER =
      "12" // H, He
          + "12345678" // Li to Ne
          + "12345678" // Na to Ar
          + "123456789AB2345678" // K to Kr
          + "123456789AB2345678" // Rb to Xe
          + "1234" // Cs to Ce
          + "3456789ABCDEF" // Pr to Lu
          + "456789AB2345678" // Hf to Rn
          + "1234" // Fr to Th
          + "3456789ABCDEF" // Pa to Lr
          + "222222222222222"; // Rf to Og

  static {
    set(new int[] {1}, 1, 3, 9, 11, 17, 19, 35, 37, 55, 87);
    set(new int[] {0}, 2, 10, 18, 36, 86);
    set(new int[] {2}, 4, 8);
    set(new int[] {3}, 5, 7, 31, 49, 81);
    set(new int[] {4}, 6, 32);
    set(new int[] {2, ANY}, 12, 20, 38, 56, 88);
    set(new int[] {3, 6}, 13);
    set(new int[] {4, 6}, 14);
    set(new int[] {3, 5, 7}, 15, 33, 51, 83);
    set(new int[] {2, 4, 6}, 16, 34, 52, 84);
    set(new int[] {2, 4}, 50, 82);
    set(new int[] {1, 3, 5}, 53, 85);
    set(new int[] {0, 2, 4, 6}, 54);
  }

  private Elements() {}

  private static void set(int[] valences, int... atomicNumbers) {
    for (int z : atomicNumbers) {
      VALENCES[z] = valences;
    }
  }

  /** Allowed valences in increasing order, perhaps with {@link #ANY} last; not to be changed. */
  static int[] valences(int atomicNumber) {
    int[] valences = VALENCES[atomicNumber];
    return valences == null ? ANY_VALENCE : valences;
  }

  static int defaultValence(int atomicNumber) {
    return valences(atomicNumber)[0];
  }

  static int maxValence(int atomicNumber) {
    int[] valences = valences(atomicNumber);
    return valences[valences.length - 1];
  }

  static int outerElectrons(int atomicNumber) {
    return Character.digit(OUTER.charAt(atomicNumber - 1), 16);
  }

  /** More outer electrons, or as many and a smaller atom. */
  static boolean moreElectronegative(int atomicNumber, int than) {
    int outer = outerElectrons(atomicNumber);
    int otherOuter = outerElectrons(than);
    return outer > otherOuter || (outer == otherOuter && atomicNumber < than);
  }

  static void check(int atomicNumber) {
    if (atomicNumber < 1 || atomicNumber > MAX) {
      throw new InvalidMoleculeException("no element has the atomic number " + atomicNumber);
    }
  }
}
