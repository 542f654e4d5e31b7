package org.gflownet.model.graph;

/**
 * Reads the integer code of a graph of blocks: {@code [B, S, block_0 .. block_B-1, then for each of
 * the B - 1 bonds i, j, type at i, type at j, then for each of the S open stems block position,
 * type]}; the empty graph is {@code [0, 0]}. Behind it may come the places of a condition, from the
 * first on, whose numbers say nothing more; places that are left out are 0.
 *
 * <p>A cursor over an array that it does not keep longer than the caller; mutable; not thread-safe.
 */
final class BlockGraphReader {
  private static final int HEADER = 2;
  private static final int BOND = 4;
  private static final int STEM = 2;

  private final BlockGraphSpec spec;
  private int[] code;
  private int at;
  private int numBlocks;
  private int numStems;
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
    this.code = code;
    at = from;
    require(to - from >= HEADER, "is shorter than its header");
    numBlocks = code[from];
    numStems = code[from + 1];
    require(numBlocks >= 0 && numStems >= 0, "has a negative number of blocks or stems");
    require(numBlocks > 0 || numStems == 0, "has stems without blocks");
    long length = HEADER + (long) numBlocks + (long) BOND * numBonds() + (long) STEM * numStems;
    long places = to - from - length;
    require(
        places >= 0 && places <= spec.numConditions(), "has another length than its header says");
    numPlaces = (int) places;
    check();
  }

  private void check() {
    for (int i = 0; i < numBlocks; i++) {
      requireBelow(block(i), spec.numFragments(), "fragment");
    }
    for (int b = 0; b < numBonds(); b++) {
      for (int end = 0; end < 2; end++) {
        requireBelow(bondBlock(b, end), numBlocks, "block");
        requireBelow(bondType(b, end), spec.numAttachmentTypes(), "attachment type");
      }
    }
    for (int s = 0; s < numStems; s++) {
      requireBelow(stemBlock(s), numBlocks, "block");
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
    return numBlocks;
  }

  /** Number of places of the condition behind the graph. */
  int numPlaces() {
    return numPlaces;
  }

  int numBonds() {
    return Math.max(0, numBlocks - 1);
  }

  int numStems() {
    return numStems;
  }

  /** Fragment of a block. */
  int block(int index) {
    return code[at + HEADER + index];
  }

  /** Block at an end of a bond, 0 or 1. */
  int bondBlock(int bond, int end) {
    return code[at + HEADER + numBlocks + BOND * bond + end];
  }

  /** Attachment type at an end of a bond, 0 or 1. */
  int bondType(int bond, int end) {
    return code[at + HEADER + numBlocks + BOND * bond + 2 + end];
  }

  /** Block of an open stem. */
  int stemBlock(int stem) {
    return code[at + HEADER + numBlocks + BOND * numBonds() + STEM * stem];
  }

  /** Attachment type of an open stem. */
  int stemType(int stem) {
    return code[at + HEADER + numBlocks + BOND * numBonds() + STEM * stem + 1];
  }
}
