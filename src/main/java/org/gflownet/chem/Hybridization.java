package org.gflownet.chem;

/**
 * Hybridisation of atoms by RDKit's rule: neighbours and lone pairs count, and four of them still
 * make an atom planar if it has a conjugated bond (RDKit 2022.09, {@code setHybridization} and
 * {@code setConjugation}).
 */
final class Hybridization {
  static final int S = 0;
  static final int SP = 1;
  static final int SP2 = 2;
  static final int SP3 = 3;
  static final int SP3D = 4;
  static final int SP3D2 = 5;
  static final int OTHER = 6;

  private Hybridization() {}

  /** One of the constants for each atom. */
  static int[] of(AtomGraph graph, Electrons electrons, boolean[] aromaticBonds) {
    boolean[] conjugated = conjugatedAtoms(graph, electrons, aromaticBonds);
    int[] kinds = new int[graph.numAtoms()];
    for (int a = 0; a < kinds.length; a++) {
      kinds[a] = kind(orbitals(graph, electrons, a), graph.totalDegree(a), conjugated[a]);
    }
    return kinds;
  }

  private static int kind(int orbitals, int degree, boolean conjugated) {
    if (orbitals == 4) {
      return degree <= 3 && conjugated ? SP2 : SP3;
    }
    if (orbitals > 6) {
      return OTHER;
    }
    return orbitals <= 1 ? S : orbitals - 1;
  }

  /** Number of neighbours and lone pairs, and of unpaired electrons below an octet. */
  private static int orbitals(AtomGraph graph, Electrons electrons, int atom) {
    int degree = graph.totalDegree(atom);
    int element = graph.elements[atom];
    if (element <= 1) {
      return degree;
    }
    int outer = Elements.outerElectrons(element);
    int valence = graph.valences[atom];
    int charge = graph.charges[atom];
    int free = outer - (valence + charge);
    if (valence + outer - charge < 8) {
      int radicals = electrons.radicals[atom];
      return degree + (free - radicals) / 2 + radicals;
    }
    return degree + free / 2;
  }

  /** Which atoms have a conjugated bond. */
  private static boolean[] conjugatedAtoms(
      AtomGraph graph, Electrons electrons, boolean[] aromaticBonds) {
    boolean[] candidates = new boolean[graph.numAtoms()];
    for (int a = 0; a < candidates.length; a++) {
      candidates[a] = electrons.pi[a] > 0 && isInReach(graph, a);
    }
    boolean[] conjugated = new boolean[graph.numAtoms()];
    for (int b = 0; b < graph.numBonds(); b++) {
      if (aromaticBonds[b]) {
        conjugated[graph.from[b]] = true;
        conjugated[graph.to[b]] = true;
      } else if (graph.orders[b] == 1) {
        continue;
      }
      spread(graph, b, graph.from[b], candidates, conjugated);
      spread(graph, b, graph.to[b], candidates, conjugated);
    }
    return conjugated;
  }

  /** Whether an atom's p orbitals can overlap with others': none of the lower pnictogens' does. */
  private static boolean isInReach(AtomGraph graph, int atom) {
    int element = graph.elements[atom];
    int outer = Elements.outerElectrons(element);
    return element <= 10
        || (outer != 5 && outer != 6)
        || (outer == 6 && graph.totalDegree(atom) < 2);
  }

  /** A multiple bond is conjugated with the bonds at one of its atoms. */
  private static void spread(
      AtomGraph graph, int multiple, int atom, boolean[] candidates, boolean[] conjugated) {
    int degree = graph.totalDegree(atom);
    if (!candidates[atom] || degree < 2 || degree > 3) {
      return;
    }
    for (int bond : graph.incident[atom]) {
      int far = graph.other(bond, atom);
      if (bond != multiple && candidates[far] && graph.totalDegree(far) <= 3) {
        conjugated[atom] = true;
        conjugated[far] = true;
        conjugated[graph.other(multiple, atom)] = true;
      }
    }
  }
}
