package org.gflownet.model.graph;

import org.gflownet.env.BlockGraph;

/**
 * Reads the features of a state that is a graph of blocks: the code of a {@link BlockGraph}, and
 * behind it the places of a condition, from the first on, whose numbers say nothing more; places
 * that are left out are 0.
 *
 * <p>A cursor over an array that it does not keep longer than the caller; mutable; not thread-safe.
 */
final class BlockGraphReader {
  private final BlockGraphSpec spec;
  private final BlockGraph graph = new BlockGraph();
  private int numPlaces;

  BlockGraphReader(BlockGraphSpec spec) {
    this.spec = spec;
  }

  /**
   * Moves to the code in {@code code[from..to)}.
   *
   * @throws IllegalArgumentException if it is not the code of a graph of this vocabulary
   */
  void read(int[] code, int from, int to) {
    require(to - from >= BlockGraph.HEADER, "is shorter than its header");
    long numBlocks = code[from];
    long numStems = code[from + 1];
    require(numBlocks >= 0 && numStems >= 0, "has a negative number of blocks or stems");
    require(numBlocks > 0 || numStems == 0, "has stems without blocks");
    long places = to - from - BlockGraph.length(numBlocks, numStems);
    require(
        places >= 0 && places <= spec.numConditions(), "has another length than its header says");
    graph.reset(code, from);
    numPlaces = (int) places;
    check();
  }

  private void check() {
    for (int i = 0; i < numBlocks(); i++) {
      requireBelow(block(i), spec.numFragments(), "fragment");
    }
    for (int b = 0; b < numBonds(); b++) {
      for (int end = 0; end < 2; end++) {
        requireBelow(bondBlock(b, end), numBlocks(), "block");
        requireBelow(bondType(b, end), spec.numAttachmentTypes(), "attachment type");
      }
    }
    for (int s = 0; s < numStems(); s++) {
      requireBelow(stemBlock(s), numBlocks(), "block");
      requireBelow(stemType(s), spec.numAttachmentTypes(), "attachment type");
    }
  }

  private static void requireBelow(int value, int bound, String what) {
    if (value < 0 || value >= bound) {
      throw new IllegalArgumentException(
          "graph code names " + what + " " + value + ", must be from 0 to " + (bound - 1));
    }
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException("graph code " + problem);
    }
  }

  int numBlocks() {
    return graph.numBlocks();
  }

  /** Number of places of the condition behind the graph. */
  int numPlaces() {
    return numPlaces;
  }

  int numBonds() {
    return graph.numBonds();
  }

  int numStems() {
    return graph.numStems();
  }

  /** Fragment of a block. */
  int block(int index) {
    return graph.block(index);
  }

  /** Block at an end of a bond, 0 or 1. */
  int bondBlock(int bond, int end) {
    return end == 0 ? graph.bondFrom(bond) : graph.bondTo(bond);
  }

  /** Attachment type at an end of a bond, 0 or 1. */
  int bondType(int bond, int end) {
    return end == 0 ? graph.bondTypeFrom(bond) : graph.bondTypeTo(bond);
  }

  /** Block of an open stem. */
  int stemBlock(int stem) {
    return graph.stemBlock(stem);
  }

  /** Attachment type of an open stem. */
  int stemType(int stem) {
    return graph.stemType(stem);
  }
}
