package org.gflownet.chem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which rings are fused, that is, share exactly one bond, and the connected sets of fused rings.
 */
final class FusedRings {
  /** Hostile input aside, even fullerenes are done before so many sets were looked at. */
  private static final int MAX_SETS = 200_000;

  private final int[][] neighbors;
  private int numSets;

  /**
   * Compares the rings pair by pair.
   *
   * @param ringBonds bonds of each ring
   * @param maxSize larger rings are fused to none
   */
  FusedRings(List<int[]> ringBonds, int maxSize) {
    int numRings = ringBonds.size();
    neighbors = new int[numRings][];
    int[] found = new int[numRings];
    for (int i = 0; i < numRings; i++) {
      int size = 0;
      for (int j = 0; j < numRings; j++) {
        if (j != i && areFused(ringBonds.get(i), ringBonds.get(j), maxSize)) {
          found[size++] = j;
        }
      }
      neighbors[i] = Arrays.copyOf(found, size);
    }
  }

  private static boolean areFused(int[] some, int[] others, int maxSize) {
    if (some.length > maxSize || others.length > maxSize) {
      return false;
    }
    int shared = 0;
    for (int bond : some) {
      for (int other : others) {
        shared += bond == other ? 1 : 0;
      }
    }
    return shared == 1;
  }

  /** The rings, grouped into those that hang together. */
  List<int[]> systems() {
    List<int[]> systems = new ArrayList<>();
    boolean[] seen = new boolean[neighbors.length];
    int[] members = new int[neighbors.length];
    for (int start = 0; start < neighbors.length; start++) {
      if (!seen[start]) {
        seen[start] = true;
        members[0] = start;
        int size = 1;
        for (int at = 0; at < size; at++) {
          for (int ring : neighbors[members[at]]) {
            if (!seen[ring]) {
              seen[ring] = true;
              members[size++] = ring;
            }
          }
        }
        systems.add(Arrays.copyOf(members, size));
      }
    }
    return systems;
  }

  /**
   * Visits each connected set of so many rings of a system once, by the ESU enumeration of Wernicke
   * (2006, "Efficient detection of network motifs"). The array is the visitor's until it returns.
   *
   * @throws InvalidMoleculeException if there are too many sets to look at
   */
  void forEachConnected(int[] system, int size, Consumer<int[]> visitor) {
    int[] chosen = new int[size];
    // How many chosen rings each ring is, or is next to.
    int[] near = new int[neighbors.length];
    for (int root : system) {
      choose(chosen, 0, root, near);
      extend(chosen, 1, above(root, neighbors[root]), near, visitor);
      release(root, near);
    }
  }

  private void extend(
      int[] chosen, int size, int[] candidates, int[] near, Consumer<int[]> visitor) {
    if (size == chosen.length) {
      if (++numSets > MAX_SETS) {
        throw new InvalidMoleculeException("its fused rings are too many to tell if aromatic");
      }
      visitor.accept(chosen);
      return;
    }
    for (int at = 0; at < candidates.length; at++) {
      int ring = candidates[at];
      int[] next = following(candidates, at, fresh(chosen[0], neighbors[ring], near));
      choose(chosen, size, ring, near);
      extend(chosen, size + 1, next, near, visitor);
      release(ring, near);
    }
  }

  private void choose(int[] chosen, int at, int ring, int[] near) {
    chosen[at] = ring;
    near[ring]++;
    for (int neighbor : neighbors[ring]) {
      near[neighbor]++;
    }
  }

  private void release(int ring, int[] near) {
    near[ring]--;
    for (int neighbor : neighbors[ring]) {
      near[neighbor]--;
    }
  }

  private static int[] above(int root, int[] rings) {
    return Arrays.stream(rings).filter(ring -> ring > root).toArray();
  }

  private static int[] fresh(int root, int[] rings, int[] near) {
    return Arrays.stream(rings).filter(ring -> ring > root && near[ring] == 0).toArray();
  }

  private static int[] following(int[] candidates, int at, int[] fresh) {
    int rest = candidates.length - at - 1;
    int[] joined = Arrays.copyOf(fresh, fresh.length + rest);
    System.arraycopy(candidates, at + 1, joined, fresh.length, rest);
    return joined;
  }
}
