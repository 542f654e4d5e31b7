package org.gflownet.chem;

import java.util.Arrays;
import org.openscience.cdk.graph.RelevantCycles;

/**
 * Finds the smallest rings: the relevant cycles (Vismara 1997), which are all rings of all minimum
 * cycle bases. RDKit's symmetrised set of smallest rings was the same for thousands of molecules;
 * cubane has 6 of them and adamantane 4.
 */
final class Rings {
  /** Far more than any drug or fullerene; time grows with a higher power of it. */
  private static final int MAX_RINGS = 200;

  private static final int MAX_CYCLES = 2 * MAX_RINGS;

  private Rings() {}

  /**
   * Fills in the rings, each as its atoms in order, and which bonds are in one.
   *
   * @throws InvalidMoleculeException if there are more than {@link #MAX_RINGS}
   */
  static void apply(Structure s) {
    int[] core = core(s);
    if (core.length == 0) {
      return;
    }
    int[] position = new int[s.numAtoms];
    Arrays.fill(position, -1);
    for (int k = 0; k < core.length; k++) {
      position[core[k]] = k;
    }
    int[][] neighbors = neighbors(s, core, position);
    checkNumber(neighbors);
    RelevantCycles relevant = new RelevantCycles(neighbors);
    int numCycles = relevant.size();
    // Their number can grow exponentially, even out of the range of integers.
    if (numCycles < 0 || numCycles > MAX_CYCLES) {
      throw new InvalidMoleculeException("its smallest rings are more than " + MAX_CYCLES);
    }
    int[][] cycles = relevant.paths();
    s.rings = new int[cycles.length][];
    for (int r = 0; r < cycles.length; r++) {
      s.rings[r] = ring(cycles[r], core);
      for (int bond : bonds(s, s.rings[r])) {
        s.ringBonds[bond] = true;
      }
    }
  }

  private static void checkNumber(int[][] neighbors) {
    int ends = 0;
    for (int[] some : neighbors) {
      ends += some.length;
    }
    // Exact where the rings hang together, else too low by the number of pieces less one.
    int numRings = ends / 2 - neighbors.length + 1;
    if (numRings > MAX_RINGS) {
      throw new InvalidMoleculeException(
          "it has " + numRings + " rings, at most " + MAX_RINGS + " are read");
    }
  }

  /** The bonds of a ring, the first between its first two atoms. */
  static int[] bonds(Structure s, int[] ring) {
    int[] bonds = new int[ring.length];
    for (int k = 0; k < ring.length; k++) {
      bonds[k] = bondBetween(s, ring[k], ring[k + 1 == ring.length ? 0 : k + 1]);
    }
    return bonds;
  }

  private static int bondBetween(Structure s, int i, int j) {
    for (int k = s.first[i]; k < s.first[i + 1]; k++) {
      if (s.other(s.incident[k], i) == j) {
        return s.incident[k];
      }
    }
    throw new IllegalStateException("no bond between atoms " + i + " and " + j);
  }

  /** A cycle ends with the atom that it begins with; a ring does not. */
  private static int[] ring(int[] cycle, int[] core) {
    int[] ring = new int[cycle.length - 1];
    for (int k = 0; k < ring.length; k++) {
      ring[k] = core[cycle[k]];
    }
    return ring;
  }

  /** What is left when atoms with less than two neighbours are taken away again and again. */
  private static int[] core(Structure s) {
    int[] degree = new int[s.numAtoms];
    int[] removed = new int[s.numAtoms];
    int numRemoved = 0;
    for (int i = 0; i < s.numAtoms; i++) {
      degree[i] = s.degree(i);
      if (degree[i] < 2) {
        removed[numRemoved++] = i;
      }
    }
    for (int at = 0; at < numRemoved; at++) {
      int i = removed[at];
      for (int k = s.first[i]; k < s.first[i + 1]; k++) {
        int j = s.other(s.incident[k], i);
        if (--degree[j] == 1) {
          removed[numRemoved++] = j;
        }
      }
      degree[i] = -1;
    }
    int[] core = new int[s.numAtoms - numRemoved];
    int size = 0;
    for (int i = 0; i < s.numAtoms && size < core.length; i++) {
      if (degree[i] >= 2) {
        core[size++] = i;
      }
    }
    return core;
  }

  private static int[][] neighbors(Structure s, int[] core, int[] position) {
    int[][] neighbors = new int[core.length][];
    for (int k = 0; k < core.length; k++) {
      int i = core[k];
      int[] found = new int[s.degree(i)];
      int size = 0;
      for (int at = s.first[i]; at < s.first[i + 1]; at++) {
        int j = position[s.other(s.incident[at], i)];
        if (j >= 0) {
          found[size++] = j;
        }
      }
      neighbors[k] = Arrays.copyOf(found, size);
    }
    return neighbors;
  }
}
