package org.gflownet.chem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Aromatic atoms and bonds by RDKit's model: Hueckel's 4n+2 rule on rings, and on fused systems of
 * up to six of them whose outer bonds alone then become aromatic.
 *
 * <p>An atom gives 0, 1 or 2 electrons; a multiple bond out of the ring to a more electronegative
 * atom takes its electron along (RDKit book, "The RDKit aromaticity model").
 */
final class AromaticityPerception {
  private static final int NO_PART = -1;
  private static final int MAX_FUSED_SIZE = 24;
  private static final int MAX_SUBSYSTEM = 6;
  private static final int MAX_SUBSYSTEMS = 200_000;
  private static final int SELENIUM = 34;
  private static final int TELLURIUM = 52;

  /** Which atoms and bonds are aromatic. */
  final boolean[] atoms;

  final boolean[] bonds;

  private final AtomGraph graph;
  private final Electrons electrons;
  private final boolean[] inRing;
  private final int[] donated;
  private final List<int[]> rings = new ArrayList<>();
  private final List<int[]> ringBonds = new ArrayList<>();
  private int budget = MAX_SUBSYSTEMS;

  /**
   * Perceives at once.
   *
   * @param inRing which bonds lie in a ring
   * @param cycles smallest rings, each a closed walk: the first atom comes again at its end
   * @throws InvalidMoleculeException for ring systems with too many subsystems to try
   */
  AromaticityPerception(AtomGraph graph, Electrons electrons, boolean[] inRing, int[][] cycles) {
    this.graph = graph;
    this.electrons = electrons;
    this.inRing = inRing;
    atoms = new boolean[graph.numAtoms()];
    bonds = new boolean[graph.numBonds()];
    donated = new int[graph.numAtoms()];
    for (int a = 0; a < donated.length; a++) {
      donated[a] = isCandidate(a) ? donation(a) : NO_PART;
    }
    for (int[] cycle : cycles) {
      addRing(cycle);
    }
    perceive();
  }

  private void addRing(int[] cycle) {
    for (int atom : cycle) {
      if (donated[atom] == NO_PART) {
        return;
      }
    }
    int[] path = new int[cycle.length - 1];
    for (int k = 0; k < path.length; k++) {
      path[k] = graph.bond(cycle[k], cycle[k + 1]);
    }
    rings.add(Arrays.copyOf(cycle, path.length));
    ringBonds.add(path);
  }

  private boolean isCandidate(int atom) {
    int element = graph.elements[atom];
    if (element > 18 && element != SELENIUM && element != TELLURIUM) {
      return false;
    }
    int charge = graph.charges[atom];
    int usual = Elements.defaultValence(element);
    if (usual > 0 && graph.valences[atom] > Elements.defaultValence(element - charge)) {
      return false;
    }
    if (electrons.radicals[atom] > 0 && (element != 6 || charge != 0)) {
      return false;
    }
    int multiple = 0;
    for (int bond : graph.incident[atom]) {
      multiple += graph.orders[bond] > 1 ? 1 : 0;
    }
    return multiple <= 1;
  }

  /** Electrons that an atom gives to a ring, or that it can be no part of one. */
  private int donation(int atom) {
    int available = electrons.pi[atom];
    if (available < 0) {
      return NO_PART;
    }
    int multiple = multipleBond(atom);
    boolean outward = multiple >= 0 && !inRing[multiple];
    boolean stolen =
        outward
            && Elements.moreElectronegative(
                graph.elements[graph.other(multiple, atom)], graph.elements[atom]);
    if (available == 0) {
      return multiple < 0 ? NO_PART : outward ? 0 : 1;
    }
    if (available == 1) {
      if (multiple < 0) {
        return graph.charges[atom] == 1 ? 0 : NO_PART;
      }
      return stolen ? 0 : 1;
    }
    return (available - (stolen ? 1 : 0)) % 2 == 1 ? 1 : 2;
  }

  private int multipleBond(int atom) {
    for (int bond : graph.incident[atom]) {
      if (graph.orders[bond] > 1) {
        return bond;
      }
    }
    return -1;
  }

  private void perceive() {
    BitSet[] fused = fusedNeighbours();
    BitSet seen = new BitSet();
    for (int r = seen.nextClearBit(0); r < rings.size(); r = seen.nextClearBit(r)) {
      BitSet system = new BitSet();
      collect(r, fused, system);
      seen.or(system);
      perceiveSystem(system, fused);
    }
  }

  /** Rings that share exactly one bond. */
  private BitSet[] fusedNeighbours() {
    BitSet[] edges = new BitSet[rings.size()];
    BitSet[] fused = new BitSet[edges.length];
    for (int r = 0; r < edges.length; r++) {
      edges[r] = bitSet(ringBonds.get(r));
      fused[r] = new BitSet();
      for (int q = 0; q < r; q++) {
        if (isFused(edges[r], edges[q])) {
          fused[r].set(q);
          fused[q].set(r);
        }
      }
    }
    return fused;
  }

  private static boolean isFused(BitSet ring, BitSet other) {
    if (!ring.intersects(other)
        || ring.cardinality() > MAX_FUSED_SIZE
        || other.cardinality() > MAX_FUSED_SIZE) {
      return false;
    }
    BitSet shared = (BitSet) ring.clone();
    shared.and(other);
    return shared.cardinality() == 1;
  }

  private static BitSet bitSet(int[] members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }

  private static void collect(int first, BitSet[] fused, BitSet system) {
    BitSet open = new BitSet();
    open.set(first);
    for (int r = first; r >= 0; r = open.nextSetBit(0)) {
      open.clear(r);
      system.set(r);
      open.or(fused[r]);
      open.andNot(system);
    }
  }

  /** Larger subsystems are tried only while smaller ones have left a bond. */
  private void perceiveSystem(BitSet system, BitSet[] fused) {
    int largest = Math.min(system.cardinality(), MAX_SUBSYSTEM);
    for (int size = 1; size <= largest && isUnfinished(system); size++) {
      for (int root = system.nextSetBit(0); root >= 0; root = system.nextSetBit(root + 1)) {
        BitSet extension = (BitSet) fused[root].clone();
        extension.clear(0, root + 1);
        BitSet reached = (BitSet) fused[root].clone();
        reached.set(root);
        int[] chosen = new int[size];
        chosen[0] = root;
        extend(chosen, 1, extension, reached, fused);
      }
    }
  }

  private boolean isUnfinished(BitSet system) {
    for (int r = system.nextSetBit(0); r >= 0; r = system.nextSetBit(r + 1)) {
      for (int bond : ringBonds.get(r)) {
        if (!bonds[bond]) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Visits each connected set of rings once: S. Wernicke, Efficient detection of network motifs,
   * IEEE/ACM Transactions on Computational Biology and Bioinformatics 3 (2006), algorithm ESU.
   */
  private void extend(int[] chosen, int size, BitSet extension, BitSet reached, BitSet[] fused) {
    if (size == chosen.length) {
      visit(chosen);
      return;
    }
    for (int r = extension.nextSetBit(0); r >= 0; r = extension.nextSetBit(0)) {
      extension.clear(r);
      BitSet further = (BitSet) fused[r].clone();
      further.andNot(reached);
      further.clear(0, chosen[0]);
      further.or(extension);
      BitSet around = (BitSet) reached.clone();
      around.or(fused[r]);
      chosen[size] = r;
      extend(chosen, size + 1, further, around, fused);
    }
  }

  private void visit(int[] chosen) {
    if (--budget < 0) {
      throw new InvalidMoleculeException("ring system too large for aromaticity perception");
    }
    if (!isHueckel(chosen)) {
      return;
    }
    int[] counts = new int[bonds.length];
    for (int r : chosen) {
      for (int atom : rings.get(r)) {
        atoms[atom] = true;
      }
      for (int bond : ringBonds.get(r)) {
        counts[bond]++;
      }
    }
    for (int b = 0; b < counts.length; b++) {
      bonds[b] |= counts[b] == 1;
    }
  }

  /** An atom in more than two of the rings lies inside and does not count. */
  private boolean isHueckel(int[] chosen) {
    int[] counts = new int[atoms.length];
    for (int r : chosen) {
      for (int atom : rings.get(r)) {
        counts[atom]++;
      }
    }
    int sum = 0;
    for (int a = 0; a < counts.length; a++) {
      if (counts[a] == 1 || counts[a] == 2) {
        sum += donated[a];
      }
    }
    return sum % 4 == 2;
  }
}
