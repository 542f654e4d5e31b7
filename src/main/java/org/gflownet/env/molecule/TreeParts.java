package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * Block trees cut at a bond and joined at open stems. Sets of blocks are bits of a long, by
 * position: a molecule has at most 64 blocks.
 */
final class TreeParts {
  private TreeParts() {}

  /**
   * A tree with a stem at which another one is to be joined.
   *
   * @param tree some of its blocks, in any order
   * @param stem number of the stem
   */
  record Part(FragmentState tree, int stem) {}

  /** The blocks on one side of a bond. */
  static long side(FragmentState state, int bond, int block) {
    long side = 1L << block;
    long before;
    do {
      before = side;
      for (int k = 0; k < state.numBonds(); k++) {
        long ends = (1L << state.bondFrom(k)) | (1L << state.bondTo(k));
        if (k != bond && (side & ends) != 0) {
          side |= ends;
        }
      }
    } while (side != before);
    return side;
  }

  /** The blocks with one bond. */
  static long leaves(FragmentState state) {
    long any = 0;
    long several = 0;
    for (int k = 0; k < state.numBonds(); k++) {
      long from = 1L << state.bondFrom(k);
      long to = 1L << state.bondTo(k);
      several |= any & (from | to);
      any |= from | to;
    }
    return any & ~several;
  }

  /** One side of a bond, with the stem that cutting it opens. */
  static Part cut(FragmentState state, int bond, int block) {
    long side = side(state, bond, block);
    int[] blocks = new int[Long.bitCount(side)];
    for (int b = 0; b < state.numBlocks(); b++) {
      if (contains(side, b)) {
        blocks[position(side, b)] = state.block(b);
      }
    }
    int[] bonds = new int[4 * (blocks.length - 1)];
    int size = 0;
    for (int k = 0; k < state.numBonds(); k++) {
      if (k != bond && contains(side, state.bondFrom(k))) {
        bonds[size++] = position(side, state.bondFrom(k));
        bonds[size++] = position(side, state.bondTo(k));
        bonds[size++] = state.bondAtomFrom(k);
        bonds[size++] = state.bondAtomTo(k);
      }
    }
    int[] stems = stems(state, side);
    stems[stems.length - 2] = position(side, block);
    stems[stems.length - 1] = OrderedSteps.bondAtom(state, bond, block);
    return new Part(new FragmentState(blocks, bonds, stems), stems.length / 2 - 1);
  }

  /** The open stems of some blocks, and room for one more. */
  private static int[] stems(FragmentState state, long side) {
    int[] stems = new int[2 * state.numStems() + 2];
    int size = 0;
    for (int k = 0; k < state.numStems(); k++) {
      if (contains(side, state.stemBlock(k))) {
        stems[size++] = position(side, state.stemBlock(k));
        stems[size++] = state.stemAtom(k);
      }
    }
    return Arrays.copyOf(stems, size + 2);
  }

  private static boolean contains(long side, int block) {
    return ((side >>> block) & 1) != 0;
  }

  /** The position of a block among those of a side. */
  private static int position(long side, int block) {
    return Long.bitCount(side & ((1L << block) - 1));
  }

  /** Two trees as one, with a bond in the place of their stems. */
  static FragmentState join(Part first, Part second) {
    FragmentState head = first.tree();
    FragmentState tail = second.tree();
    int shift = head.numBlocks();
    int[] blocks = Arrays.copyOf(head.blocks(), shift + tail.numBlocks());
    System.arraycopy(tail.blocks(), 0, blocks, shift, tail.numBlocks());
    int[] bonds = Arrays.copyOf(head.bonds(), 4 * (blocks.length - 1));
    int size = 4 * head.numBonds();
    for (int k = 0; k < tail.numBonds(); k++) {
      bonds[size++] = shift + tail.bondFrom(k);
      bonds[size++] = shift + tail.bondTo(k);
      bonds[size++] = tail.bondAtomFrom(k);
      bonds[size++] = tail.bondAtomTo(k);
    }
    bonds[size++] = head.stemBlock(first.stem());
    bonds[size++] = shift + tail.stemBlock(second.stem());
    bonds[size++] = head.stemAtom(first.stem());
    bonds[size] = tail.stemAtom(second.stem());
    int[] stems = new int[2 * (head.numStems() + tail.numStems() - 2)];
    int filled = copyOthers(first, 0, stems, 0);
    copyOthers(second, shift, stems, filled);
    return new FragmentState(blocks, bonds, stems);
  }

  /** Copies all stems of a part but the one to join at; returns where they end. */
  private static int copyOthers(Part part, int shift, int[] stems, int from) {
    int size = from;
    for (int k = 0; k < part.tree().numStems(); k++) {
      if (k != part.stem()) {
        stems[size++] = shift + part.tree().stemBlock(k);
        stems[size++] = part.tree().stemAtom(k);
      }
    }
    return size;
  }
}
