package org.gflownet.env.molecule;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * Canonical codes of rooted block trees: two are equal if and only if the trees are isomorphic,
 * where a block may be mapped by any symmetry of its fragment.
 *
 * <p>The code of a block is its fragment, its numbers of stems and children, then the least key
 * over the symmetries, then the codes of the children. The key is the atom by which the block is
 * entered, the atoms of its stems, increasing, and the pairs (atom, rank of the code) of its
 * children, increasing. This is the code of Aho, Hopcroft and Ullman for rooted trees with a
 * minimum over symmetries at each block: children are coded before, independently of it. Symmetries
 * that move a used atom to one that no entry lists are left out; some symmetry never does.
 *
 * <p>Mutable scratch, reused; not thread-safe.
 */
final class TreeCoder {
  private static final int HEADER = 3;

  private final FragmentVocabulary vocabulary;
  private final BlockTree tree;
  private final IntList codes = new IntList(256);
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] ranks = new int[16];
  private int[] symmetries = new int[16];
  private int[] children = new int[32];
  private int[] key = new int[64];
  private int[] best = new int[64];

  TreeCoder(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.tree = new BlockTree(vocabulary);
  }

  /** Takes over a state, whose codes are then asked for. */
  void load(FragmentState state) {
    tree.load(state);
    int n = state.numBlocks();
    if (starts.length < n) {
      starts = new int[2 * n];
      ends = new int[2 * n];
      ranks = new int[2 * n];
      symmetries = new int[2 * n];
      children = new int[4 * n];
    }
    int keyLength = 1 + state.numStems() + n;
    if (key.length < keyLength) {
      key = new int[2 * keyLength];
      best = new int[2 * keyLength];
    }
    codes.clear();
  }

  BlockTree tree() {
    return tree;
  }

  /** Forgets the codes of the state and keeps the state. */
  void clear() {
    codes.clear();
  }

  /**
   * Code of the part of the tree that hangs on {@code block} seen from a neighbour.
   *
   * @param from the neighbour that is left out, or -1
   * @param atom the atom by which the block is entered, or -1 at a root that is not marked
   * @param hidden whether one of the block's stems at {@code atom} is left out
   */
  void encode(int block, int from, int atom, boolean hidden) {
    int numChildren = encodeChildren(block, from);
    int first = tree.firstLink(block);
    sortChildren(first, numChildren);
    int stems = tree.endStem(block) - tree.firstStem(block) - (hidden ? 1 : 0);
    int length = 1 + stems + numChildren;
    minimise(block, atom, hidden, first, numChildren, length);
    orderChildren(block, first, numChildren);
    starts[block] = codes.size();
    codes.add(tree.fragment(block));
    codes.add(stems);
    codes.add(numChildren);
    int numBlocks = tree.numBlocks();
    for (int i = 0; i < length; i++) {
      codes.add(i <= stems ? best[i] : best[i] / numBlocks);
    }
    for (int i = first; i < first + numChildren; i++) {
      int child = tree.neighbour(children[i]);
      for (int p = starts[child]; p < ends[child]; p++) {
        codes.add(codes.get(p));
      }
    }
    ends[block] = codes.size();
  }

  private int encodeChildren(int block, int from) {
    int next = tree.firstLink(block);
    for (int link = tree.firstLink(block); link < tree.endLink(block); link++) {
      int child = tree.neighbour(link);
      if (child != from) {
        encode(child, block, tree.farAtom(link), false);
        children[next++] = link;
      }
    }
    return next - tree.firstLink(block);
  }

  /** Sorts the children by code and numbers the distinct codes. */
  private void sortChildren(int first, int count) {
    for (int i = first + 1; i < first + count; i++) {
      int link = children[i];
      int j = i - 1;
      while (j >= first && compare(tree.neighbour(children[j]), tree.neighbour(link)) > 0) {
        children[j + 1] = children[j];
        j--;
      }
      children[j + 1] = link;
    }
    int rank = 0;
    for (int i = first; i < first + count; i++) {
      int child = tree.neighbour(children[i]);
      if (i > first && compare(tree.neighbour(children[i - 1]), child) != 0) {
        rank++;
      }
      ranks[child] = rank;
    }
  }

  /** Finds the symmetry with the least key, which stays in {@code best}. */
  private void minimise(
      int block, int atom, boolean hidden, int first, int numChildren, int length) {
    Fragment fragment = vocabulary.structure(tree.fragment(block));
    symmetries[block] = -1;
    for (int s = 0; s < fragment.numSymmetries(); s++) {
      if (fillKey(fragment.symmetry(s), block, atom, hidden, first, numChildren)
          && (symmetries[block] < 0 || Arrays.compare(key, 0, length, best, 0, length) < 0)) {
        int[] swap = best;
        best = key;
        key = swap;
        symmetries[block] = s;
      }
    }
  }

  /** Writes the key under a symmetry; false if that moves a used atom to one that is not listed. */
  private boolean fillKey(
      int[] symmetry, int block, int atom, boolean hidden, int first, int numChildren) {
    int size = 0;
    key[size++] = atom < 0 ? 0 : symmetry[atom];
    boolean skip = hidden;
    int least = key[0];
    for (int p = tree.firstStem(block); p < tree.endStem(block); p++) {
      int stem = tree.stem(p);
      if (skip && stem == atom) {
        skip = false;
      } else {
        key[size++] = symmetry[stem];
        least = Math.min(least, symmetry[stem]);
      }
    }
    sort(key, 1, size);
    int firstChild = size;
    for (int i = first; i < first + numChildren; i++) {
      int image = symmetry[tree.atom(children[i])];
      least = Math.min(least, image);
      key[size++] = image * tree.numBlocks() + ranks[tree.neighbour(children[i])];
    }
    sort(key, firstChild, size);
    return least >= 0;
  }

  /** Brings the children into the order of the key. */
  private void orderChildren(int block, int first, int count) {
    for (int i = first + 1; i < first + count; i++) {
      int link = children[i];
      int value = childKey(block, link);
      int j = i - 1;
      while (j >= first && childKey(block, children[j]) > value) {
        children[j + 1] = children[j];
        j--;
      }
      children[j + 1] = link;
    }
  }

  private int childKey(int block, int link) {
    return image(block, tree.atom(link)) * tree.numBlocks() + ranks[tree.neighbour(link)];
  }

  private static void sort(int[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int value = values[i];
      int j = i - 1;
      while (j >= from && values[j] > value) {
        values[j + 1] = values[j];
        j--;
      }
      values[j + 1] = value;
    }
  }

  private int compare(int block, int other) {
    int[] array = codes.array();
    return Arrays.compare(array, starts[block], ends[block], array, starts[other], ends[other]);
  }

  /** Copy of the code that was last made for a block. */
  int[] code(int block) {
    return Arrays.copyOfRange(codes.array(), starts[block], ends[block]);
  }

  /** Whether the code that was last made for a block is the given one. */
  boolean codeEquals(int block, int[] code) {
    return Arrays.equals(codes.array(), starts[block], ends[block], code, 0, code.length);
  }

  /** Where the code that was last made for a block puts an atom of it. */
  int image(int block, int atom) {
    return vocabulary.structure(tree.fragment(block)).symmetry(symmetries[block])[atom];
  }

  /** Number of children in the code that was last made for a block. */
  int numChildren(int block) {
    return codes.get(starts[block] + 2);
  }

  /** Link to a child in the order of the code that was last made for a block. */
  int child(int block, int index) {
    return children[tree.firstLink(block) + index];
  }

  /** Number of stems in the code that was last made for a block. */
  int numStems(int block) {
    return codes.get(starts[block] + 1);
  }

  /** Atom of a stem in the code that was last made for a block. */
  int stem(int block, int index) {
    return codes.get(starts[block] + HEADER + 1 + index);
  }
}
