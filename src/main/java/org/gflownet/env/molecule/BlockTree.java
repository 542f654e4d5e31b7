package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * A state indexed by block: the neighbours and the open stems of each, in flat arrays that are
 * reused from state to state. Mutable scratch; not thread-safe.
 */
final class BlockTree {
  private final FragmentVocabulary vocabulary;
  private int numBlocks;
  private int[] fragments = new int[16];
  private int[] linkOffsets = new int[17];
  private int[] links = new int[32];
  private int[] linkAtoms = new int[32];
  private int[] linkFarAtoms = new int[32];
  private int[] stemOffsets = new int[17];
  private int[] stems = new int[64];
  private int[] cursor = new int[16];

  BlockTree(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Takes over a state. */
  void load(FragmentState state) {
    numBlocks = state.numBlocks();
    reserve(state);
    for (int b = 0; b < numBlocks; b++) {
      fragments[b] = vocabulary.fragment(state.block(b));
    }
    Arrays.fill(linkOffsets, 0, numBlocks + 1, 0);
    Arrays.fill(stemOffsets, 0, numBlocks + 1, 0);
    for (int k = 0; k < state.numBonds(); k++) {
      linkOffsets[state.bondFrom(k) + 1]++;
      linkOffsets[state.bondTo(k) + 1]++;
    }
    for (int k = 0; k < state.numStems(); k++) {
      stemOffsets[state.stemBlock(k) + 1]++;
    }
    for (int b = 0; b < numBlocks; b++) {
      linkOffsets[b + 1] += linkOffsets[b];
      stemOffsets[b + 1] += stemOffsets[b];
    }
    fill(state);
  }

  private void reserve(FragmentState state) {
    if (fragments.length < numBlocks) {
      int size = 2 * numBlocks;
      fragments = new int[size];
      cursor = new int[size];
      linkOffsets = new int[size + 1];
      stemOffsets = new int[size + 1];
      links = new int[2 * size];
      linkAtoms = new int[2 * size];
      linkFarAtoms = new int[2 * size];
    }
    if (stems.length < state.numStems()) {
      stems = new int[2 * state.numStems()];
    }
  }

  private void fill(FragmentState state) {
    System.arraycopy(linkOffsets, 0, cursor, 0, numBlocks);
    for (int k = 0; k < state.numBonds(); k++) {
      int from = state.bondFrom(k);
      int to = state.bondTo(k);
      link(cursor[from]++, to, state.bondAtomFrom(k), state.bondAtomTo(k));
      link(cursor[to]++, from, state.bondAtomTo(k), state.bondAtomFrom(k));
    }
    System.arraycopy(stemOffsets, 0, cursor, 0, numBlocks);
    for (int k = 0; k < state.numStems(); k++) {
      stems[cursor[state.stemBlock(k)]++] = state.stemAtom(k);
    }
  }

  private void link(int position, int block, int atom, int farAtom) {
    links[position] = block;
    linkAtoms[position] = atom;
    linkFarAtoms[position] = farAtom;
  }

  int numBlocks() {
    return numBlocks;
  }

  int fragment(int block) {
    return fragments[block];
  }

  /** Number of the first link of a block; links are numbered block by block. */
  int firstLink(int block) {
    return linkOffsets[block];
  }

  /** One past the number of the last link of a block. */
  int endLink(int block) {
    return linkOffsets[block + 1];
  }

  /** The neighbour that a link leads to. */
  int neighbour(int link) {
    return links[link];
  }

  /** The atom of the block itself that a link uses. */
  int atom(int link) {
    return linkAtoms[link];
  }

  /** The atom of the neighbour that a link uses. */
  int farAtom(int link) {
    return linkFarAtoms[link];
  }

  int firstStem(int block) {
    return stemOffsets[block];
  }

  int endStem(int block) {
    return stemOffsets[block + 1];
  }

  /** Atom of a stem. */
  int stem(int position) {
    return stems[position];
  }
}
