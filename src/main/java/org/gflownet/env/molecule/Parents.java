package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * The parents of a state. Immutable.
 *
 * @param owner the environment that they hold in
 * @param leaves backward actions, increasing: for each parent the first block whose removal gives
 *     it
 * @param states the parents, in the order of {@code leaves}
 * @param parentOf for each block position the index of the parent that its removal gives, or -1
 */
record Parents(Object owner, int[] leaves, FragmentState[] states, int[] parentOf) {

  /** Index of the parent of a backward action; negative if it is illegal. */
  int indexOf(int backwardAction) {
    return Arrays.binarySearch(leaves, backwardAction);
  }

  /** The parents of an environment's state, gathered block by block. */
  static final class Builder {
    private final int[] parentOf;
    private final int[] leaves;
    private final FragmentState[] states;
    private int size;

    Builder(int numBlocks) {
      parentOf = new int[numBlocks];
      Arrays.fill(parentOf, -1);
      leaves = new int[numBlocks];
      states = new FragmentState[numBlocks];
    }

    /** Adds the parent without block {@code leaf}; equal parents are merged where asked for. */
    void add(int leaf, FragmentState parent, boolean merge) {
      for (int i = 0; merge && i < size; i++) {
        if (states[i].equals(parent)) {
          parentOf[leaf] = i;
          return;
        }
      }
      parentOf[leaf] = size;
      leaves[size] = leaf;
      states[size++] = parent;
    }

    Parents build(Object owner) {
      return new Parents(owner, Arrays.copyOf(leaves, size), Arrays.copyOf(states, size), parentOf);
    }
  }
}
