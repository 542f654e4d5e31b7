package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * Canonical forms of states, and which actions give them.
 *
 * <p>A tree has one or two centres, whatever its order of blocks; the canonical form is the tree
 * written down from its centre, of two the one with the lesser code: blocks in preorder, children
 * in the order of the code, atoms as the code has them, each block as the first entry of its
 * fragment. Mutable scratch, reused; not thread-safe.
 */
final class Canonicalizer {
  // Marks among the degrees, which are 0 or more while a block is in the tree.
  private static final int CENTRE = Integer.MAX_VALUE;
  private static final int LEAF = -2;

  private final FragmentVocabulary vocabulary;
  private final TreeCoder coder;
  private int[] degrees = new int[16];
  private int[] blocks;
  private int[] bonds;
  private int[] stems;
  private int numBlocks;
  private int numStems;

  Canonicalizer(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.coder = new TreeCoder(vocabulary);
  }

  /** The canonical form of a state whose blocks and atoms the vocabulary has. */
  FragmentState canonical(FragmentState state) {
    if (state.numBlocks() == 0) {
      return FragmentState.EMPTY;
    }
    coder.load(state);
    int root = encodeFromCentre(state);
    blocks = new int[state.numBlocks()];
    bonds = new int[4 * state.numBonds()];
    stems = new int[2 * state.numStems()];
    numBlocks = 0;
    numStems = 0;
    write(root);
    return new FragmentState(blocks, bonds, stems);
  }

  private int encodeFromCentre(FragmentState state) {
    int centre = centre(state);
    int other = -1;
    for (int k = 0; k < state.numBonds() && other < 0; k++) {
      if (state.bondFrom(k) == centre && degrees[state.bondTo(k)] == CENTRE) {
        other = state.bondTo(k);
      } else if (state.bondTo(k) == centre && degrees[state.bondFrom(k)] == CENTRE) {
        other = state.bondFrom(k);
      }
    }
    coder.encode(centre, -1, -1, false);
    if (other < 0) {
      return centre;
    }
    int[] code = coder.code(centre);
    coder.encode(other, -1, -1, false);
    if (Arrays.compare(coder.code(other), code) <= 0) {
      return other;
    }
    coder.clear();
    coder.encode(centre, -1, -1, false);
    return centre;
  }

  /** Peels leaves off until one or two blocks are left, marks these and returns the first. */
  private int centre(FragmentState state) {
    BlockTree tree = coder.tree();
    int n = state.numBlocks();
    if (degrees.length < n) {
      degrees = new int[2 * n];
    }
    for (int b = 0; b < n; b++) {
      degrees[b] = tree.endLink(b) - tree.firstLink(b);
    }
    int left = n;
    while (left > 2) {
      left -= peel(tree, n);
    }
    int first = -1;
    for (int b = n - 1; b >= 0; b--) {
      if (degrees[b] >= 0) {
        degrees[b] = CENTRE;
        first = b;
      }
    }
    return first;
  }

  /** Removes the present leaves, whose degree becomes -1. */
  private int peel(BlockTree tree, int n) {
    int peeled = 0;
    for (int b = 0; b < n; b++) {
      if (degrees[b] == 1) {
        degrees[b] = LEAF;
        peeled++;
      }
    }
    for (int b = 0; b < n; b++) {
      if (degrees[b] == LEAF) {
        degrees[b] = -1;
        for (int link = tree.firstLink(b); link < tree.endLink(b); link++) {
          if (degrees[tree.neighbour(link)] > 0) {
            degrees[tree.neighbour(link)]--;
          }
        }
      }
    }
    return peeled;
  }

  /** Writes a block and what hangs on it; returns its position. */
  private int write(int block) {
    int position = numBlocks++;
    blocks[position] = vocabulary.entryOf(coder.tree().fragment(block), 0);
    for (int k = 0; k < coder.numStems(block); k++) {
      stems[numStems++] = position;
      stems[numStems++] = coder.stem(block, k);
    }
    for (int i = 0; i < coder.numChildren(block); i++) {
      int link = coder.child(block, i);
      int child = coder.tree().neighbour(link);
      int bond = 4 * (numBlocks - 1);
      bonds[bond] = position;
      bonds[bond + 1] = numBlocks;
      bonds[bond + 2] = coder.image(block, coder.tree().atom(link));
      bonds[bond + 3] = coder.image(child, coder.tree().farAtom(link));
      write(child);
    }
    return position;
  }

  /** Code of an entry as it hangs on a stem, all its own stems open. */
  int[] attached(int entry) {
    int[] open = new int[2 * vocabulary.numStems(entry)];
    for (int k = 0; k < vocabulary.numStems(entry); k++) {
      open[2 * k + 1] = vocabulary.stemAtom(entry, k);
    }
    coder.load(new FragmentState(new int[] {entry}, new int[0], open));
    coder.encode(0, -1, vocabulary.attachmentAtom(entry), false);
    return coder.code(0);
  }

  /**
   * Code of a block alone as it hangs on a stem by one of its atoms, open where it has other bonds.
   */
  int[] opened(FragmentState state, int block, int atom) {
    int[] open = new int[2 * (state.numStems() + state.numBonds())];
    int size = 0;
    for (int k = 0; k < state.numStems(); k++) {
      if (state.stemBlock(k) == block) {
        open[size + 1] = state.stemAtom(k);
        size += 2;
      }
    }
    for (int k = 0; k < state.numBonds(); k++) {
      if (state.bondFrom(k) == block || state.bondTo(k) == block) {
        open[size + 1] = OrderedSteps.bondAtom(state, k, block);
        size += 2;
      }
    }
    int[] alone = {state.block(block)};
    coder.load(new FragmentState(alone, new int[0], Arrays.copyOf(open, size)));
    coder.encode(0, -1, atom, true);
    return coder.code(0);
  }

  /** Code of the tree without a leaf, as it looks through the stem that the leaf occupies. */
  int[] without(FragmentState state, int leaf) {
    int bond = OrderedSteps.bondOf(state, leaf);
    int block = OrderedSteps.otherBlock(state, bond, leaf);
    coder.load(state);
    coder.encode(block, leaf, OrderedSteps.bondAtom(state, bond, block), false);
    return coder.code(block);
  }

  /** Whether the tree, as it looks through one of its open stems, has the given code. */
  boolean looksLike(FragmentState state, int stem, int[] code) {
    int block = state.stemBlock(stem);
    if (vocabulary.fragment(state.block(block)) != code[0]) {
      return false;
    }
    coder.load(state);
    coder.encode(block, -1, state.stemAtom(stem), true);
    return coder.codeEquals(block, code);
  }

  /** Code of a block of degree 1 with its stems, as it hangs on its neighbour. */
  int[] leaf(FragmentState state, int leaf) {
    int bond = OrderedSteps.bondOf(state, leaf);
    coder.load(state);
    coder.encode(
        leaf,
        OrderedSteps.otherBlock(state, bond, leaf),
        OrderedSteps.bondAtom(state, bond, leaf),
        false);
    return coder.code(leaf);
  }
}
