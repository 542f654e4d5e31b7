package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * Adding and removing a block as the published code does it, order of blocks and stems included.
 */
final class OrderedSteps {
  private OrderedSteps() {}

  /**
   * Appends an entry on an open stem: its own stems go last, the used one disappears. The first
   * block's attachment atom becomes its last stem.
   */
  static FragmentState add(
      FragmentVocabulary vocabulary, FragmentState state, int stem, int entry) {
    int numBlocks = state.numBlocks();
    int numNew = vocabulary.numStems(entry);
    int[] blocks = Arrays.copyOf(state.blocks(), numBlocks + 1);
    blocks[numBlocks] = entry;
    int kept = numBlocks == 0 ? 0 : state.numStems() - 1;
    int[] stems = new int[2 * (kept + numNew + (numBlocks == 0 ? 1 : 0))];
    int size = 0;
    for (int k = 0; k < state.numStems(); k++) {
      if (k != stem) {
        stems[size++] = state.stemBlock(k);
        stems[size++] = state.stemAtom(k);
      }
    }
    for (int k = 0; k < numNew; k++) {
      stems[size++] = numBlocks;
      stems[size++] = vocabulary.stemAtom(entry, k);
    }
    if (numBlocks == 0) {
      stems[size + 1] = vocabulary.attachmentAtom(entry);
      return new FragmentState(blocks, new int[0], stems);
    }
    int[] bonds = Arrays.copyOf(state.bonds(), 4 * numBlocks);
    bonds[4 * numBlocks - 4] = state.stemBlock(stem);
    bonds[4 * numBlocks - 3] = numBlocks;
    bonds[4 * numBlocks - 2] = state.stemAtom(stem);
    bonds[4 * numBlocks - 1] = vocabulary.attachmentAtom(entry);
    return new FragmentState(blocks, bonds, stems);
  }

  /** Removes a block of degree 1 with its bond and stems; the stem that it frees goes last. */
  static FragmentState remove(FragmentState state, int leaf) {
    int bond = bondOf(state, leaf);
    int numBlocks = state.numBlocks();
    int[] blocks = new int[numBlocks - 1];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = state.block(i < leaf ? i : i + 1);
    }
    int[] bonds = new int[4 * (numBlocks - 2)];
    int size = 0;
    for (int k = 0; k < state.numBonds(); k++) {
      if (k != bond) {
        bonds[size++] = without(state.bondFrom(k), leaf);
        bonds[size++] = without(state.bondTo(k), leaf);
        bonds[size++] = state.bondAtomFrom(k);
        bonds[size++] = state.bondAtomTo(k);
      }
    }
    return new FragmentState(blocks, bonds, stemsWithout(state, leaf, bond));
  }

  private static int[] stemsWithout(FragmentState state, int leaf, int bond) {
    int[] stems = new int[2 * state.numStems() + 2];
    int size = 0;
    for (int k = 0; k < state.numStems(); k++) {
      if (state.stemBlock(k) != leaf) {
        stems[size++] = without(state.stemBlock(k), leaf);
        stems[size++] = state.stemAtom(k);
      }
    }
    boolean newer = state.bondTo(bond) == leaf;
    stems[size++] = without(newer ? state.bondFrom(bond) : state.bondTo(bond), leaf);
    stems[size++] = newer ? state.bondAtomFrom(bond) : state.bondAtomTo(bond);
    return Arrays.copyOf(stems, size);
  }

  private static int without(int block, int leaf) {
    return block < leaf ? block : block - 1;
  }

  /** The only bond of a block; -1 if it has another number of bonds. */
  static int bondOf(FragmentState state, int block) {
    int found = -1;
    for (int k = 0; k < state.numBonds(); k++) {
      if (state.bondFrom(k) == block || state.bondTo(k) == block) {
        if (found >= 0) {
          return -1;
        }
        found = k;
      }
    }
    return found;
  }

  /** The atom by which a bond holds a block. */
  static int bondAtom(FragmentState state, int bond, int block) {
    return state.bondTo(bond) == block ? state.bondAtomTo(bond) : state.bondAtomFrom(bond);
  }

  /** The block at the other end of a bond. */
  static int otherBlock(FragmentState state, int bond, int block) {
    return state.bondTo(bond) == block ? state.bondFrom(bond) : state.bondTo(bond);
  }
}
