package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * A tree of blocks with open stems: ids of the blocks' vocabulary entries, bonds (older block,
 * newer block, atom of the older, atom of the newer) and ordered open stems (block, atom), which
 * may repeat. Atoms are local to their block.
 *
 * <p>Immutable. Two states are equal if all of it is equal in the same order; {@link
 * FragmentEnvironment#canonical} brings isomorphic states into one order.
 */
public final class FragmentState {
  static final FragmentState EMPTY = new FragmentState(new int[0], new int[0], new int[0]);

  private final int[] blocks;
  private final int[] bonds;
  private final int[] stems;
  private final int hash;
  // Parents are asked for several times in a row and cost more than all else. The value depends
  // on the state and its environment only, so that a race between threads is harmless.
  private Parents parents;

  /** Takes the arrays without a copy. */
  FragmentState(int[] blocks, int[] bonds, int[] stems) {
    this.blocks = blocks;
    this.bonds = bonds;
    this.stems = stems;
    int h = (Arrays.hashCode(blocks) * 31 + Arrays.hashCode(bonds)) * 31 + Arrays.hashCode(stems);
    // Powers of 31 leave similar states in neighbouring slots.
    h *= 0x9E3779B1;
    hash = h ^ (h >>> 15);
  }

  /**
   * The state with these parts; the arrays are copied. Whether a vocabulary has the blocks and
   * atoms is checked by {@link FragmentEnvironment#canonical}.
   *
   * @param blocks vocabulary entries, B of them
   * @param bonds four ints for each of max(0, B-1) bonds
   * @param stems two ints for each open stem
   * @throws IllegalArgumentException if the lengths do not fit or the bonds do not form a tree
   */
  public static FragmentState of(int[] blocks, int[] bonds, int[] stems) {
    if (bonds.length != 4 * Math.max(0, blocks.length - 1) || stems.length % 2 != 0) {
      throw new IllegalArgumentException(
          "%d blocks need %d bonds of 4 ints and stems of 2 ints, got %d and %d ints"
              .formatted(
                  blocks.length, Math.max(0, blocks.length - 1), bonds.length, stems.length));
    }
    FragmentState state = new FragmentState(blocks.clone(), bonds.clone(), stems.clone());
    for (int k = 0; k < state.numStems(); k++) {
      state.checkBlock(state.stemBlock(k));
    }
    state.checkTree();
    return state;
  }

  private void checkTree() {
    int[] root = new int[blocks.length];
    Arrays.setAll(root, i -> i);
    for (int k = 0; k < numBonds(); k++) {
      checkBlock(bondFrom(k));
      checkBlock(bondTo(k));
      int from = root[bondFrom(k)];
      int to = root[bondTo(k)];
      if (from == to) {
        throw new IllegalArgumentException(
            "bond " + bondFrom(k) + "-" + bondTo(k) + " closes a ring of blocks in " + this);
      }
      for (int i = 0; i < root.length; i++) {
        root[i] = root[i] == from ? to : root[i];
      }
    }
  }

  private void checkBlock(int block) {
    if (block < 0 || block >= blocks.length) {
      throw new IllegalArgumentException("no block " + block + " in " + this);
    }
  }

  /** Number of blocks. */
  public int numBlocks() {
    return blocks.length;
  }

  /** Vocabulary entry of a block. */
  public int block(int i) {
    return blocks[i];
  }

  /** Number of bonds between blocks. */
  public int numBonds() {
    return bonds.length / 4;
  }

  /** Position of the older block of bond {@code k}. */
  public int bondFrom(int k) {
    return bonds[4 * k];
  }

  /** Position of the newer block of bond {@code k}. */
  public int bondTo(int k) {
    return bonds[4 * k + 1];
  }

  /** Atom of the older block of bond {@code k}. */
  public int bondAtomFrom(int k) {
    return bonds[4 * k + 2];
  }

  /** Atom of the newer block of bond {@code k}. */
  public int bondAtomTo(int k) {
    return bonds[4 * k + 3];
  }

  /** Number of open stems. */
  public int numStems() {
    return stems.length / 2;
  }

  /** Position of the block of open stem {@code k}. */
  public int stemBlock(int k) {
    return stems[2 * k];
  }

  /** Atom of open stem {@code k}. */
  public int stemAtom(int k) {
    return stems[2 * k + 1];
  }

  /** A copy of the blocks. */
  public int[] blocks() {
    return blocks.clone();
  }

  /** A copy of the bonds, four ints each. */
  public int[] bonds() {
    return bonds.clone();
  }

  /** A copy of the stems, two ints each. */
  public int[] stems() {
    return stems.clone();
  }

  /** Parents kept for the given owner; null if there are none. */
  Parents parents(Object owner) {
    Parents kept = parents;
    return kept != null && kept.owner() == owner ? kept : null;
  }

  void keep(Parents computed) {
    parents = computed;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof FragmentState that
            && that.hash == hash
            && Arrays.equals(that.blocks, blocks)
            && Arrays.equals(that.bonds, bonds)
            && Arrays.equals(that.stems, stems));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "blocks %s bonds %s stems %s"
        .formatted(Arrays.toString(blocks), Arrays.toString(bonds), Arrays.toString(stems));
  }
}
