package org.gflownet.reward.chem.seh;

import java.util.Arrays;

/**
 * The bonds of some molecules, sorted by type and target atom. Mutable; its arrays are reused.
 *
 * <p>A <em>target</em> is an atom with its incoming edges of one type.
 */
final class SehGroup {
  private static final int NO_BONDS = 4;

  private int[] firstAtom = new int[0];
  private int[] atoms = new int[0];
  private int[] degrees = new int[0];
  private int[] next = new int[0];
  private int[] sources = new int[0];
  private float[] factors = new float[0];
  private int[] targets = new int[0];
  private int[] firstEdge = new int[0];
  private final int[] firstTarget = new int[SehNetwork.NUM_TYPES + 1];

  /** Takes {@code graphs[from..to)}, which have that many atoms together. */
  void take(SehGraph[] graphs, int from, int to, int numAtoms) {
    int numEdges = 0;
    for (int g = from; g < to; g++) {
      numEdges += Math.max(1, graphs[g].sources().length);
    }
    reserve(to - from, numAtoms, numEdges);
    Arrays.fill(degrees, 0, numAtoms, 0);
    Arrays.fill(next, 0, SehNetwork.NUM_TYPES * numAtoms + 1, 0);
    int atom = 0;
    for (int g = from; g < to; g++) {
      firstAtom[g - from] = atom;
      countEdges(graphs[g], atom, numAtoms);
      atom += graphs[g].numAtoms();
    }
    firstAtom[to - from] = atom;
    findTargets(numAtoms);
    for (int g = from; g < to; g++) {
      placeEdges(graphs[g], firstAtom[g - from], numAtoms);
    }
  }

  private void reserve(int count, int numAtoms, int numEdges) {
    if (firstAtom.length <= count) {
      firstAtom = new int[2 * count + 1];
    }
    if (atoms.length < numAtoms) {
      atoms = new int[2 * numAtoms];
      Arrays.setAll(atoms, i -> i);
      degrees = new int[2 * numAtoms];
      next = new int[2 * SehNetwork.NUM_TYPES * numAtoms + 1];
    }
    if (sources.length < numEdges) {
      sources = new int[2 * numEdges];
      factors = new float[2 * numEdges];
      targets = new int[2 * numEdges];
      firstEdge = new int[2 * numEdges + 1];
    }
  }

  private void countEdges(SehGraph graph, int atom, int numAtoms) {
    int count = graph.sources().length;
    for (int e = 0; e < count; e++) {
      int target = atom + graph.targets()[e];
      degrees[target]++;
      next[graph.types()[e] * numAtoms + target]++;
    }
    if (count == 0) {
      degrees[atom] = 1;
      next[NO_BONDS * numAtoms + atom] = 1;
    }
  }

  /** Turns counts of edges into positions, and lists what has edges. */
  private void findTargets(int numAtoms) {
    int edge = 0;
    int target = 0;
    for (int type = 0; type < SehNetwork.NUM_TYPES; type++) {
      firstTarget[type] = target;
      for (int i = 0; i < numAtoms; i++) {
        int count = next[type * numAtoms + i];
        next[type * numAtoms + i] = edge;
        if (count > 0) {
          targets[target] = i;
          firstEdge[target] = edge;
          target++;
          edge += count;
        }
      }
    }
    firstTarget[SehNetwork.NUM_TYPES] = target;
    firstEdge[target] = edge;
  }

  private void placeEdges(SehGraph graph, int atom, int numAtoms) {
    int count = graph.sources().length;
    for (int e = 0; e < count; e++) {
      int target = atom + graph.targets()[e];
      int at = next[graph.types()[e] * numAtoms + target]++;
      sources[at] = atom + graph.sources()[e];
      factors[at] = 1f / degrees[target];
    }
    if (count == 0) {
      int at = next[NO_BONDS * numAtoms + atom]++;
      sources[at] = atom;
      factors[at] = 1f;
    }
  }

  /** First atom of a molecule, or for their number the number of atoms. */
  int firstAtom(int molecule) {
    return firstAtom[molecule];
  }

  /** First target of a bond type; type 4 is the loop of a molecule without bonds. */
  int firstTarget(int type) {
    return firstTarget[type];
  }

  int target(int index) {
    return targets[index];
  }

  /** First edge of a target. */
  int firstEdge(int index) {
    return firstEdge[index];
  }

  int[] sources() {
    return sources;
  }

  /** One over the number of edges into the target, for each edge. */
  float[] factors() {
    return factors;
  }

  /** 0, 1, 2, ... */
  int[] atoms() {
    return atoms;
  }
}
