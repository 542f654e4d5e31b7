package org.gflownet.chem;

/**
 * What {@link Sanitizer} works on: the graph's values in arrays, each atom's bonds in order, and
 * the properties found so far.
 */
final class Structure {
  final int numAtoms;
  final int numBonds;
  final int[] atomicNumbers;
  final int[] charges;
  final int[] isotopes;

  /** Hydrogens that were fixed; 0 where valence decides. */
  final int[] explicitHydrogens;

  /** Hydrogens in all, but for those that are atoms. */
  final int[] hydrogens;

  /** Whether the number of hydrogens was fixed. */
  final boolean[] fixed;

  final int[] radicals;
  final int[] begins;
  final int[] ends;

  /** Orders 1 to 3 of a Kekulé structure. */
  final int[] orders;

  /** Bonds of atom i are {@code incident[first[i]..first[i + 1])}, in the order of the graph. */
  final int[] first;

  final int[] incident;
  final boolean[] aromaticAtoms;
  final boolean[] aromaticBonds;
  int[][] rings = {};
  final boolean[] ringBonds;

  Structure(MolecularGraph graph) {
    numAtoms = graph.numAtoms();
    numBonds = graph.numBonds();
    atomicNumbers = new int[numAtoms];
    charges = new int[numAtoms];
    isotopes = new int[numAtoms];
    explicitHydrogens = new int[numAtoms];
    hydrogens = new int[numAtoms];
    fixed = new boolean[numAtoms];
    radicals = new int[numAtoms];
    aromaticAtoms = new boolean[numAtoms];
    begins = new int[numBonds];
    ends = new int[numBonds];
    orders = new int[numBonds];
    aromaticBonds = new boolean[numBonds];
    ringBonds = new boolean[numBonds];
    first = new int[numAtoms + 1];
    incident = new int[2 * numBonds];
    copyAtoms(graph);
    copyBonds(graph);
  }

  private void copyAtoms(MolecularGraph graph) {
    for (int i = 0; i < numAtoms; i++) {
      atomicNumbers[i] = graph.atomicNumber(i);
      charges[i] = graph.charge(i);
      isotopes[i] = graph.isotope(i);
      fixed[i] = graph.hydrogens(i) != MolecularGraph.IMPLICIT;
      explicitHydrogens[i] = fixed[i] ? graph.hydrogens(i) : 0;
      hydrogens[i] = explicitHydrogens[i];
    }
  }

  private void copyBonds(MolecularGraph graph) {
    for (int b = 0; b < numBonds; b++) {
      begins[b] = graph.begin(b);
      ends[b] = graph.end(b);
      orders[b] = graph.order(b);
      first[begins[b] + 1]++;
      first[ends[b] + 1]++;
    }
    for (int i = 0; i < numAtoms; i++) {
      first[i + 1] += first[i];
    }
    int[] next = first.clone();
    for (int b = 0; b < numBonds; b++) {
      incident[next[begins[b]]++] = b;
      incident[next[ends[b]]++] = b;
    }
  }

  int degree(int i) {
    return first[i + 1] - first[i];
  }

  /** Number of neighbours, hydrogens that are not atoms included. */
  int totalDegree(int i) {
    return degree(i) + hydrogens[i];
  }

  /** The atom at the other end of bond b of atom i. */
  int other(int b, int i) {
    return begins[b] + ends[b] - i;
  }

  int orderSum(int i) {
    int sum = 0;
    for (int k = first[i]; k < first[i + 1]; k++) {
      sum += orders[incident[k]];
    }
    return sum;
  }

  /** Bond orders and fixed hydrogens. */
  int explicitValence(int i) {
    return orderSum(i) + explicitHydrogens[i];
  }

  /** Bond orders and all hydrogens. */
  int valence(int i) {
    return orderSum(i) + hydrogens[i];
  }

  /**
   * Electrons that an atom can give to a pi system; negative for atoms that cannot be part of one.
   */
  int piElectrons(int i) {
    int z = atomicNumbers[i];
    int valence = Elements.defaultValence(z);
    int degree = totalDegree(i);
    if (valence <= 1 || degree > 3) {
      return -1;
    }
    int lone = Math.max(Elements.outerElectrons(z) - valence - charges[i], 0);
    int electrons = valence - degree + lone - radicals[i];
    return electrons > 1 && explicitValence(i) - degree(i) > 1 ? 1 : electrons;
  }
}
