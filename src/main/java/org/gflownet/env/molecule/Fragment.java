package org.gflownet.env.molecule;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A distinct fragment of a vocabulary: its SMILES, the atoms at which it may be substituted (its
 * sites) and its symmetries. Immutable plain arrays.
 */
final class Fragment implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String smiles;
  private final int[] sites;
  private final int[][] symmetries;
  private final int[] capacities;

  /**
   * A fragment.
   *
   * @param sites atoms that some entry lists, increasing
   * @param symmetries each maps atoms to atoms: site to site, or to -1 where the image is no site;
   *     the identity first
   * @param capacities number of single bonds that each atom can take
   */
  Fragment(String smiles, int[] sites, int[][] symmetries, int[] capacities) {
    this.smiles = smiles;
    this.sites = sites;
    this.symmetries = symmetries;
    this.capacities = capacities;
  }

  String smiles() {
    return smiles;
  }

  int numAtoms() {
    return capacities.length;
  }

  int numSites() {
    return sites.length;
  }

  int site(int index) {
    return sites[index];
  }

  /** Position of an atom among the sites; negative if it is none. */
  int siteOf(int atom) {
    return Arrays.binarySearch(sites, atom);
  }

  int numSymmetries() {
    return symmetries.length;
  }

  /** A symmetry, by atom; read only. */
  int[] symmetry(int index) {
    return symmetries[index];
  }

  /** Whether some symmetry maps one site to another. */
  boolean areSymmetric(int atom, int other) {
    for (int[] symmetry : symmetries) {
      if (symmetry[atom] == other) {
        return true;
      }
    }
    return false;
  }

  /** Number of single bonds that an atom can take. */
  int capacity(int atom) {
    return capacities[atom];
  }
}
