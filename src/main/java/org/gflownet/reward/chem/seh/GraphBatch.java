package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.chem.AtomFeatures;

/**
 * Several molecules as one graph: edges grouped by kind and by the atom that they enter, so that
 * the states that come in over edges of one kind are added up before they are multiplied by that
 * kind's matrix. Such a group is called a bundle.
 *
 * <p>Bundles are sorted by kind, then by atom; edges in a bundle keep the molecule's order. Arrays
 * grow as needed and are used again. Mutable; not thread-safe.
 */
final class GraphBatch {
  private static final int KINDS = AtomFeatures.NUM_KINDS;

  int numMolecules;
  int numAtoms;
  int numBundles;

  /** Atoms of molecule i are {@code [firstAtom[i], firstAtom[i + 1])}. */
  int[] firstAtom = new int[65];

  /** Bundles of kind k are {@code [firstBundle[k], firstBundle[k + 1])}. */
  final int[] firstBundle = new int[KINDS + 1];

  /** Edges of bundle p are {@code [firstEdge[p], firstEdge[p + 1])}. */
  int[] firstEdge = new int[0];

  /** Atom that each edge leaves. */
  int[] sources = new int[0];

  /** Bundles of atom i are {@code bundles[firstOfAtom[i]..firstOfAtom[i + 1])}. */
  int[] firstOfAtom = new int[0];

  int[] bundles = new int[0];

  /** For each place in {@link #bundles}: 1 / number of edges that enter the atom. */
  float[] weights = new float[0];

  /** Counts of edges by kind and atom, then places where the next one goes. */
  private int[] places = new int[0];

  /** Bundle of each kind and atom, or -1. */
  private int[] bundleOf = new int[0];

  /** Takes over the edges of molecules {@code [from, to)}. */
  void set(AtomFeatures[] molecules, int from, int to) {
    numMolecules = to - from;
    firstAtom = grown(firstAtom, numMolecules + 1);
    int numEdges = 0;
    for (int i = 0; i < numMolecules; i++) {
      firstAtom[i + 1] = firstAtom[i] + molecules[from + i].numAtoms();
      numEdges += molecules[from + i].sources().length;
    }
    numAtoms = firstAtom[numMolecules];
    reserve(numEdges);
    countEdges(molecules, from);
    makeBundles();
    placeEdges(molecules, from);
    listBundlesOfAtoms();
  }

  private void reserve(int numEdges) {
    places = grown(places, KINDS * numAtoms);
    bundleOf = grown(bundleOf, KINDS * numAtoms);
    firstOfAtom = grown(firstOfAtom, numAtoms + 1);
    firstEdge = grown(firstEdge, numEdges + 1);
    sources = grown(sources, numEdges);
    bundles = grown(bundles, numEdges);
    weights = weights.length < numEdges ? new float[2 * numEdges] : weights;
  }

  private static int[] grown(int[] array, int length) {
    return array.length < length ? new int[2 * length] : array;
  }

  private void countEdges(AtomFeatures[] molecules, int from) {
    Arrays.fill(places, 0, KINDS * numAtoms, 0);
    for (int i = 0; i < numMolecules; i++) {
      int[] kinds = molecules[from + i].kinds();
      int[] targets = molecules[from + i].targets();
      for (int e = 0; e < kinds.length; e++) {
        places[kinds[e] * numAtoms + firstAtom[i] + targets[e]]++;
      }
    }
  }

  private void makeBundles() {
    numBundles = 0;
    int edge = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      firstBundle[kind] = numBundles;
      for (int at = kind * numAtoms; at < (kind + 1) * numAtoms; at++) {
        int count = places[at];
        places[at] = edge;
        bundleOf[at] = count > 0 ? numBundles : -1;
        if (count > 0) {
          firstEdge[numBundles++] = edge;
          edge += count;
        }
      }
    }
    firstBundle[KINDS] = numBundles;
    firstEdge[numBundles] = edge;
  }

  private void placeEdges(AtomFeatures[] molecules, int from) {
    for (int i = 0; i < numMolecules; i++) {
      AtomFeatures molecule = molecules[from + i];
      int first = firstAtom[i];
      for (int e = 0; e < molecule.kinds().length; e++) {
        int place = molecule.kinds()[e] * numAtoms + first + molecule.targets()[e];
        sources[places[place]++] = first + molecule.sources()[e];
      }
    }
  }

  private void listBundlesOfAtoms() {
    int size = 0;
    for (int atom = 0; atom < numAtoms; atom++) {
      firstOfAtom[atom] = size;
      int degree = 0;
      for (int kind = 0; kind < KINDS; kind++) {
        int bundle = bundleOf[kind * numAtoms + atom];
        if (bundle >= 0) {
          bundles[size++] = bundle;
          degree += firstEdge[bundle + 1] - firstEdge[bundle];
        }
      }
      Arrays.fill(weights, firstOfAtom[atom], size, 1f / degree);
    }
    firstOfAtom[numAtoms] = size;
  }
}
