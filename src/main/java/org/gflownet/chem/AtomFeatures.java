package org.gflownet.chem;

/**
 * A molecule as the sEH proxy's network reads it (Bengio et al. 2021, "Flow Network based
 * Generative Models for Non-Iterative Diverse Candidate Generation"): 71 features per atom and
 * directed, typed edges.
 *
 * <p>Features: 0 to 4 one-hot of H, C, N, O, F and 5 any other element; 6 to 8 unused; 9 aromatic;
 * 10 to 12 one-hot of SP, SP2, SP3; 13 number of hydrogens, neighbours included; 14 to 69 one-hot
 * of the atomic numbers 1 to 56; 70 left 0 here: the mask of atoms that a block can still be
 * attached to.
 *
 * @param numAtoms number of atoms n, at least 1
 * @param x features, n rows of {@link #WIDTH}
 * @param sources atom that an edge leaves, both directions of a bond next to each other
 * @param targets atom that an edge enters
 * @param kinds kind of an edge: {@link #SINGLE} to {@link #NO_BOND}
 */
public record AtomFeatures(int numAtoms, float[] x, int[] sources, int[] targets, int[] kinds) {
  /** Features per atom. */
  public static final int WIDTH = 71;

  /** Feature that marks atoms with an open stem. */
  public static final int STEM = 70;

  /** Kind of an edge along a single bond; double and triple follow. */
  public static final int SINGLE = 0;

  /** Kind of an edge along an aromatic bond. */
  public static final int AROMATIC = 3;

  /** Kind of the loop at the first atom that a molecule without bonds has instead. */
  public static final int NO_BOND = 4;

  /** Number of kinds of edges. */
  public static final int NUM_KINDS = 5;

  private static final int[] COMMON = {1, 6, 7, 8, 9};
  private static final int IS_AROMATIC = 9;
  private static final int FIRST_HYBRIDIZATION = 10;
  private static final int NUM_HYDROGENS = 13;
  private static final int BEFORE_ATOMIC_NUMBER = 13;
  private static final int MAX_ATOMIC_NUMBER = 56;

  /** Features and edges of a molecule. */
  public static AtomFeatures of(Molecule molecule) {
    int numAtoms = molecule.numAtoms();
    float[] x = new float[numAtoms * WIDTH];
    Hybridization[] hybridizations = molecule.hybridizations();
    for (int i = 0; i < numAtoms; i++) {
      fill(molecule, i, hybridizations[i], x, i * WIDTH);
    }
    int numBonds = molecule.numBonds();
    if (numBonds == 0) {
      return new AtomFeatures(numAtoms, x, new int[] {0}, new int[] {0}, new int[] {NO_BOND});
    }
    int[] sources = new int[2 * numBonds];
    int[] targets = new int[2 * numBonds];
    int[] kinds = new int[2 * numBonds];
    for (int b = 0; b < numBonds; b++) {
      int kind = molecule.bondKind(b) - 1;
      sources[2 * b] = molecule.begin(b);
      targets[2 * b] = molecule.end(b);
      sources[2 * b + 1] = molecule.end(b);
      targets[2 * b + 1] = molecule.begin(b);
      kinds[2 * b] = kind;
      kinds[2 * b + 1] = kind;
    }
    return new AtomFeatures(numAtoms, x, sources, targets, kinds);
  }

  private static void fill(
      Molecule molecule, int i, Hybridization hybridization, float[] x, int at) {
    int z = molecule.atomicNumber(i);
    x[at + element(z)] = 1;
    x[at + IS_AROMATIC] = molecule.isAromatic(i) ? 1 : 0;
    int directions = hybridization.compareTo(Hybridization.SP);
    if (directions >= 0 && directions < 3) {
      x[at + FIRST_HYBRIDIZATION + directions] = 1;
    }
    x[at + NUM_HYDROGENS] = numHydrogens(molecule, i);
    if (z <= MAX_ATOMIC_NUMBER) {
      x[at + BEFORE_ATOMIC_NUMBER + z] = 1;
    }
  }

  private static int element(int atomicNumber) {
    for (int k = 0; k < COMMON.length; k++) {
      if (COMMON[k] == atomicNumber) {
        return k;
      }
    }
    return COMMON.length;
  }

  private static int numHydrogens(Molecule molecule, int i) {
    int count = molecule.hydrogens(i);
    for (int k = 0; k < molecule.degree(i); k++) {
      count += molecule.atomicNumber(molecule.neighbor(i, k)) == Elements.HYDROGEN ? 1 : 0;
    }
    return count;
  }
}
