package org.gflownet.chem;

/**
 * Unpaired electrons and electrons free for a pi system of each atom, counted as RDKit counts them
 * (G. Landrum et al., RDKit 2022.09, radicals and aromaticity).
 */
final class Electrons {
  /** What {@link #pi} has for an atom that cannot take part. */
  static final int NONE = -1;

  /** Number of unpaired electrons of each atom. */
  final int[] radicals;

  /** Electrons that each atom can give to a pi system, {@link #NONE} if it cannot be in one. */
  final int[] pi;

  Electrons(AtomGraph graph) {
    radicals = new int[graph.numAtoms()];
    pi = new int[graph.numAtoms()];
    for (int a = 0; a < radicals.length; a++) {
      radicals[a] = unpaired(graph, a);
      pi[a] = available(graph, a, radicals[a]);
    }
  }

  private static int unpaired(AtomGraph graph, int atom) {
    int element = graph.elements[atom];
    int charge = graph.charges[atom];
    int outer = Elements.outerElectrons(element);
    int valence = graph.valences[atom];
    if (Elements.defaultValence(element) == Elements.ANY) {
      return graph.degree(atom) > 0 ? 0 : Math.max(outer - charge, 0) % 2;
    }
    int octet = element <= 2 ? 2 : 8;
    int missing = octet - outer - valence + charge;
    if (missing < 0) {
      // Beyond the octet the next higher valence decides.
      missing = Elements.valenceFrom(element, valence - charge) - (valence - charge);
    }
    int left = outer - valence - charge;
    return left < 0 ? missing : Math.min(missing, left);
  }

  private static int available(AtomGraph graph, int atom, int radicals) {
    int element = graph.elements[atom];
    int valence = Elements.defaultValence(element);
    int degree = graph.totalDegree(atom);
    if (valence <= 1 || degree > 3) {
      return NONE;
    }
    int lone = Math.max(Elements.outerElectrons(element) - valence - graph.charges[atom], 0);
    int electrons = valence - degree + lone - radicals;
    boolean triple = graph.valences[atom] - graph.hydrogens[atom] - graph.degree(atom) > 1;
    return electrons > 1 && triple ? 1 : electrons;
  }
}
