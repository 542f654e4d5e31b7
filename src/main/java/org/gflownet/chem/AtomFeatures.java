package org.gflownet.chem;

import java.util.Arrays;

/**
 * A molecule as the published sEH proxy sees it: 71 features per atom, nearly all 0, and edges in
 * both directions (E. Bengio et al., Flow Network based Generative Models for Non-Iterative Diverse
 * Candidate Generation, NeurIPS 2021, released code).
 *
 * <p>Features: 0-4 element is H, C, N, O, F; 5 any other; 6-8 always 0; 9 aromatic; 10-12 sp, sp2,
 * sp3; 13 number of hydrogens, the only one that can be more than 1; 14 to 69 atomic number 1 to
 * 56; 70 stem. Immutable; thread-safe.
 */
public final class AtomFeatures {
  /** Number of features of an atom. */
  public static final int NUM_FEATURES = 71;

  /** The feature that counts hydrogens. */
  public static final int HYDROGENS = 13;

  /** The feature of atoms with an open stem. */
  public static final int STEM = 70;

  /** The {@link #edgeType} of the loop at the first atom of a molecule without bonds. */
  public static final int NO_BOND = -1;

  private static final int OTHER_ELEMENT = 5;
  private static final int AROMATIC = 9;
  private static final int SP = 10;
  private static final int ELEMENTS = 14;
  private static final int MAX_ELEMENT = 56;
  private static final int MAX_ACTIVE = 5;
  private static final int[] NO_ATOMS = {};

  private final int[] offsets;
  private final int[] active;
  private final int[] hydrogens;
  private final int[] edgeFrom;
  private final int[] edgeTo;
  private final int[] edgeType;

  private AtomFeatures(Molecule molecule, boolean[] stems) {
    int numAtoms = molecule.numAtoms();
    offsets = new int[numAtoms + 1];
    hydrogens = new int[numAtoms];
    int[] kinds = molecule.hybridizations();
    int[] indices = new int[numAtoms * MAX_ACTIVE];
    int end = 0;
    for (int a = 0; a < numAtoms; a++) {
      hydrogens[a] = molecule.hydrogens(a);
      end = fill(molecule, a, kinds[a], stems[a], indices, end);
      offsets[a + 1] = end;
    }
    active = Arrays.copyOf(indices, end);
    edgeFrom = new int[Math.max(1, 2 * molecule.numBonds())];
    edgeTo = new int[edgeFrom.length];
    edgeType = new int[edgeFrom.length];
    fillEdges(molecule);
  }

  /** Features with no stem anywhere, as those who score finished molecules use them. */
  public static AtomFeatures of(Molecule molecule) {
    return of(molecule, NO_ATOMS);
  }

  /**
   * Features with some atoms marked.
   *
   * @param stemAtoms atoms with an open stem, in any order; an atom may come twice
   */
  public static AtomFeatures of(Molecule molecule, int[] stemAtoms) {
    boolean[] stems = new boolean[molecule.numAtoms()];
    for (int atom : stemAtoms) {
      if (atom < 0 || atom >= stems.length) {
        throw new IllegalArgumentException(
            "stem atom " + atom + "; the molecule has atoms 0 to " + (stems.length - 1));
      }
      stems[atom] = true;
    }
    return new AtomFeatures(molecule, stems);
  }

  private static int fill(
      Molecule molecule, int atom, int kind, boolean stem, int[] indices, int begin) {
    int end = begin;
    int element = molecule.element(atom);
    indices[end++] = elementFeature(element);
    if (molecule.isAromatic(atom)) {
      indices[end++] = AROMATIC;
    }
    if (kind >= Hybridization.SP && kind <= Hybridization.SP3) {
      indices[end++] = SP + kind - Hybridization.SP;
    }
    if (element <= MAX_ELEMENT) {
      indices[end++] = ELEMENTS + element - 1;
    }
    if (stem) {
      indices[end++] = STEM;
    }
    return end;
  }

  private static int elementFeature(int element) {
    if (element == 1) {
      return 0;
    }
    return element >= 6 && element <= 9 ? element - 5 : OTHER_ELEMENT;
  }

  private void fillEdges(Molecule molecule) {
    AtomGraph graph = molecule.graph();
    if (graph.numBonds() == 0) {
      edgeType[0] = NO_BOND;
      return;
    }
    int edge = 0;
    for (int a = 0; a < graph.numAtoms(); a++) {
      for (int k = 0; k < graph.degree(a); k++) {
        edgeFrom[edge] = a;
        edgeTo[edge] = graph.neighbours[a][k];
        edgeType[edge++] = molecule.bondType(graph.incident[a][k]) - 1;
      }
    }
  }

  /** Number of atoms N. */
  public int numAtoms() {
    return hydrogens.length;
  }

  /** Number of directed edges: twice that of bonds; one, a loop, where there are none. */
  public int numEdges() {
    return edgeFrom.length;
  }

  /** Where an atom's active features begin; of N, where all end. */
  public int activeBegin(int atom) {
    return offsets[atom];
  }

  /** A feature that is 1, by position from {@link #activeBegin}; increasing within an atom. */
  public int active(int position) {
    return active[position];
  }

  /** Feature {@link #HYDROGENS} of an atom. */
  public int hydrogens(int atom) {
    return hydrogens[atom];
  }

  /** The atom from which an edge comes; edges are ordered by it, then by {@link #edgeTo}. */
  public int edgeFrom(int edge) {
    return edgeFrom[edge];
  }

  /** The atom to which an edge leads. */
  public int edgeTo(int edge) {
    return edgeTo[edge];
  }

  /** 0 single, 1 double, 2 triple, 3 aromatic; {@link #NO_BOND}: all attributes are 0. */
  public int edgeType(int edge) {
    return edgeType[edge];
  }

  /** All features, N x 71, row-major. */
  public float[] dense() {
    float[] rows = new float[numAtoms() * NUM_FEATURES];
    for (int a = 0; a < numAtoms(); a++) {
      for (int k = offsets[a]; k < offsets[a + 1]; k++) {
        rows[a * NUM_FEATURES + active[k]] = 1;
      }
      rows[a * NUM_FEATURES + HYDROGENS] = hydrogens[a];
    }
    return rows;
  }
}
