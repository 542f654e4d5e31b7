package org.gflownet.chem;

/**
 * Outer electrons and allowed valences of the elements, as RDKit 2022.09 has them (its periodic
 * table, {@code atomic_data}): hydrogens, aromaticity and hybridisation have to agree with it.
 */
final class Elements {
  static final int MAX_ELEMENT = 118;

  /** The only valence of an element that takes any. */
  static final int ANY = -1;

  /** One base-36 digit an element, a period a line, the lanthanides and actinides in place. */
  private static final String OUTER =
      "12"
          + "12345678"
          + "12345678"
          + "123456789AB2345678"
          + "123456789AB2345678"
          + "12343456789ABCDEF456789AB2345678"
          + "12343456789ABCDEF222222222222222";

  private static final int[][] VALENCES = new int[MAX_ELEMENT + 1][];

  static {
    for (int z = 0; z <= MAX_ELEMENT; z++) {
      VALENCES[z] = allowed(z);
    }
  }

  private Elements() {}

  private static int[] allowed(int element) {
    return switch (element) {
      case 2, 10, 18, 36, 86 -> new int[] {0};
      case 1, 3, 9, 11, 17, 19, 35, 37, 55, 87 -> new int[] {1};
      case 4, 8, 12, 20, 38, 56, 88 -> new int[] {2};
      case 5, 7, 31, 49, 81 -> new int[] {3};
      case 6, 32 -> new int[] {4};
      case 13 -> new int[] {3, 6};
      case 14 -> new int[] {4, 6};
      case 15, 33, 51, 83 -> new int[] {3, 5, 7};
      case 16, 34, 52, 84 -> new int[] {2, 4, 6};
      case 50, 82 -> new int[] {2, 4};
      case 53, 85 -> new int[] {1, 3, 5};
      case 54 -> new int[] {0, 2, 4, 6};
      default -> new int[] {ANY};
    };
  }

  /** Number of outer electrons, for atomic numbers 1 to 118. */
  static int outerElectrons(int element) {
    return Character.digit(OUTER.charAt(element - 1), 36);
  }

  /** The lowest valence; {@link #ANY} for an element without one, and for numbers out of range. */
  static int defaultValence(int element) {
    return element < 1 || element > MAX_ELEMENT ? ANY : VALENCES[element][0];
  }

  /** The highest valence, {@link #ANY} without a bound. */
  static int highestValence(int element) {
    int[] valences = VALENCES[element];
    return valences[valences.length - 1];
  }

  /** The lowest allowed valence that is at least a bound; the bound itself if there is none. */
  static int valenceFrom(int element, int bound) {
    for (int valence : VALENCES[element]) {
      if (valence >= bound) {
        return valence;
      }
    }
    return bound;
  }

  /** Whether electrons are counted on the first element's side of a bond between the two. */
  static boolean moreElectronegative(int element, int other) {
    int difference = outerElectrons(element) - outerElectrons(other);
    return difference > 0 || (difference == 0 && element < other);
  }
}
