package org.gflownet.chem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * RDKit's default aromaticity model: a ring, or a system of up to six fused rings taken together,
 * is aromatic if all its atoms can take part and their pi electrons number 4n + 2.
 *
 * <p>Single rings are tried first, then pairs of fused rings and so on until all bonds of the
 * system are aromatic. In an aromatic system of several rings the bonds on its rim are aromatic;
 * atoms that belong to three or more of the rings bring no electrons.
 */
final class Aromaticity {
  private static final int MAX_FUSED_RINGS = 6;
  private static final int MAX_FUSED_RING_SIZE = 24;

  private final Structure structure;
  private final List<int[]> rings = new ArrayList<>();
  private final List<int[]> ringBonds = new ArrayList<>();
  private final int[] electrons;
  private final int[] atomCounts;
  private final int[] bondCounts;

  private Aromaticity(Structure structure) {
    this.structure = structure;
    electrons = new int[structure.numAtoms];
    atomCounts = new int[structure.numAtoms];
    bondCounts = new int[structure.numBonds];
  }

  /** Marks aromatic atoms and bonds. */
  static void apply(Structure s) {
    if (s.rings.length > 0) {
      new Aromaticity(s).perceive();
    }
  }

  private void perceive() {
    findCandidates();
    FusedRings fused = new FusedRings(ringBonds, MAX_FUSED_RING_SIZE);
    for (int[] system : fused.systems()) {
      perceive(fused, system);
    }
  }

  private void findCandidates() {
    final int unknown = PiDonors.NONE - 1;
    Arrays.fill(electrons, unknown);
    for (int[] ring : structure.rings) {
      boolean candidate = true;
      for (int atom : ring) {
        if (electrons[atom] == unknown) {
          electrons[atom] = PiDonors.electrons(structure, atom);
        }
        candidate &= electrons[atom] != PiDonors.NONE;
      }
      if (candidate) {
        rings.add(ring);
        ringBonds.add(Rings.bonds(structure, ring));
      }
    }
  }

  private void perceive(FusedRings fused, int[] system) {
    BitSet all = new BitSet(structure.numBonds);
    for (int ring : system) {
      for (int bond : ringBonds.get(ring)) {
        all.set(bond);
      }
    }
    BitSet done = new BitSet(structure.numBonds);
    int most = Math.min(system.length, MAX_FUSED_RINGS);
    for (int size = 1; size <= most && done.cardinality() < all.cardinality(); size++) {
      fused.forEachConnected(
          system,
          size,
          subset -> {
            if (isAromatic(subset)) {
              mark(subset, done);
            }
          });
    }
  }

  private boolean isAromatic(int[] subset) {
    countAtoms(subset, 1);
    int once = 0;
    int twice = 0;
    for (int ring : subset) {
      for (int atom : rings.get(ring)) {
        if (atomCounts[atom] == 1) {
          once += electrons[atom];
        } else if (atomCounts[atom] == 2) {
          // Comes by once for each of its two rings.
          twice += electrons[atom];
        }
      }
    }
    countAtoms(subset, -1);
    int sum = once + twice / 2;
    return sum % 4 == 2;
  }

  private void countAtoms(int[] subset, int step) {
    for (int ring : subset) {
      for (int atom : rings.get(ring)) {
        atomCounts[atom] += step;
      }
    }
  }

  private void mark(int[] subset, BitSet done) {
    for (int ring : subset) {
      for (int atom : rings.get(ring)) {
        structure.aromaticAtoms[atom] = true;
      }
      for (int bond : ringBonds.get(ring)) {
        bondCounts[bond]++;
      }
    }
    for (int ring : subset) {
      for (int bond : ringBonds.get(ring)) {
        if (bondCounts[bond] == 1) {
          structure.aromaticBonds[bond] = structure.orders[bond] < 3;
          done.set(bond);
        }
      }
    }
    for (int ring : subset) {
      for (int bond : ringBonds.get(ring)) {
        bondCounts[bond] = 0;
      }
    }
  }
}
