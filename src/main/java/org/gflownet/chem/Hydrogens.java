package org.gflownet.chem;

/** Turns hydrogens that are drawn as atoms into hydrogen counts. */
final class Hydrogens {
  private Hydrogens() {}

  /**
   * The graph without its plain hydrogens: those without charge or isotope that have one single
   * bond, to an atom of another element.
   */
  static MolecularGraph fold(MolecularGraph graph) {
    int[] holder = holders(graph);
    if (holder.length == 0) {
      return graph;
    }
    MolecularGraph folded = new MolecularGraph();
    int[] extra = new int[graph.numAtoms()];
    for (int i = 0; i < holder.length; i++) {
      if (holder[i] >= 0) {
        extra[holder[i]]++;
      }
    }
    int[] index = new int[graph.numAtoms()];
    for (int i = 0; i < index.length; i++) {
      int fixed = graph.hydrogens(i);
      int all = fixed == MolecularGraph.IMPLICIT ? fixed : fixed + extra[i];
      index[i] =
          holder[i] >= 0
              ? -1
              : folded.addAtom(graph.atomicNumber(i), graph.charge(i), graph.isotope(i), all);
    }
    copyBonds(graph, index, folded);
    return folded;
  }

  private static void copyBonds(MolecularGraph graph, int[] index, MolecularGraph folded) {
    for (int b = 0; b < graph.numBonds(); b++) {
      int begin = index[graph.begin(b)];
      int end = index[graph.end(b)];
      if (begin >= 0 && end >= 0) {
        folded.addBond(begin, end, graph.order(b));
      }
    }
  }

  /** For each plain hydrogen the atom that it is on, else -1; empty if there are none. */
  private static int[] holders(MolecularGraph graph) {
    int[] holder = new int[graph.numAtoms()];
    boolean any = false;
    for (int i = 0; i < holder.length; i++) {
      holder[i] = -1;
      any |= graph.atomicNumber(i) == Elements.HYDROGEN;
    }
    if (!any) {
      return new int[0];
    }
    int[] degree = new int[graph.numAtoms()];
    for (int b = 0; b < graph.numBonds(); b++) {
      degree[graph.begin(b)]++;
      degree[graph.end(b)]++;
    }
    for (int b = 0; b < graph.numBonds(); b++) {
      int begin = graph.begin(b);
      int end = graph.end(b);
      if (isPlain(graph, begin, degree) && isOther(graph, end) && graph.order(b) == 1) {
        holder[begin] = end;
      } else if (isPlain(graph, end, degree) && isOther(graph, begin) && graph.order(b) == 1) {
        holder[end] = begin;
      }
    }
    return holder;
  }

  private static boolean isPlain(MolecularGraph graph, int i, int[] degree) {
    return graph.atomicNumber(i) == Elements.HYDROGEN
        && graph.isotope(i) == 0
        && graph.charge(i) == 0
        && graph.hydrogens(i) <= 0
        && degree[i] == 1;
  }

  private static boolean isOther(MolecularGraph graph, int i) {
    return graph.atomicNumber(i) != Elements.HYDROGEN;
  }
}
