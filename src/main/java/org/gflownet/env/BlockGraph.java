package org.gflownet.env;

/**
 * Reader of a tree of blocks with open stems that is written as plain ints, the encoding of
 * environments whose states are graphs.
 *
 * <p>The code is
 *
 * <pre>
 * [B, S, block_0 .. block_{B-1},
 *  from, to, type at from, type at to      for each of the max(0, B-1) bonds,
 *  position, type                          for each of the S stems]
 * </pre>
 *
 * <p>where: B is the number of blocks and S of open stems; {@code block_i} is the fragment of the
 * block at position i; from, to and position are block positions in 0..B-1; a type is the id of an
 * attachment point (fragment and atom). The empty state is {@code [0, 0]}. The code delimits
 * itself, so codes may follow one another.
 *
 * <p>A view that is moved over an array, so that reading many codes allocates nothing. Mutable; not
 * thread-safe.
 */
public final class BlockGraph {
  /** Ints before the first block. */
  public static final int HEADER = 2;

  private static final int INTS_PER_BOND = 4;
  private static final int INTS_PER_STEM = 2;

  private int[] code = {0, 0};
  private int blocks = HEADER;
  private int bonds = HEADER;
  private int stems = HEADER;

  /**
   * Moves this view to a code.
   *
   * @param array the ints, not copied
   * @param offset where the code begins
   * @return this view
   * @throws IllegalArgumentException if the array ends before the code does
   */
  public BlockGraph reset(int[] array, int offset) {
    if (offset < 0 || offset > array.length - HEADER) {
      throw new IllegalArgumentException(
          "no block graph at " + offset + " of " + array.length + " ints");
    }
    int numBlocks = array[offset];
    int numStems = array[offset + 1];
    if (numBlocks < 0
        || numStems < 0
        || length((long) numBlocks, numStems) > (long) array.length - offset) {
      throw new IllegalArgumentException(
          "a block graph of %d blocks and %d stems does not fit at %d of %d ints"
              .formatted(numBlocks, numStems, offset, array.length));
    }
    code = array;
    blocks = offset + HEADER;
    bonds = blocks + numBlocks;
    stems = bonds + INTS_PER_BOND * numBonds();
    return this;
  }

  /** Number of ints of the code of a tree. */
  public static int length(int numBlocks, int numStems) {
    return Math.toIntExact(length((long) numBlocks, numStems));
  }

  /** {@link #length(int, int)} of any numbers, which may be more than an array can hold. */
  public static long length(long numBlocks, long numStems) {
    return HEADER
        + numBlocks
        + INTS_PER_BOND * Math.max(0, numBlocks - 1)
        + INTS_PER_STEM * numStems;
  }

  /** Number of ints of this code. */
  public int length() {
    return length(numBlocks(), numStems());
  }

  /** Number of blocks B. */
  public int numBlocks() {
    return code[blocks - 2];
  }

  /** Number of open stems S. */
  public int numStems() {
    return code[blocks - 1];
  }

  /** Number of bonds between blocks, B-1 (0 for the empty state). */
  public int numBonds() {
    return Math.max(0, numBlocks() - 1);
  }

  /** Fragment of the block at position {@code i}. */
  public int block(int i) {
    return code[blocks + i];
  }

  /** Position of the first block of bond {@code k}. */
  public int bondFrom(int k) {
    return code[bonds + INTS_PER_BOND * k];
  }

  /** Position of the second block of bond {@code k}. */
  public int bondTo(int k) {
    return code[bonds + INTS_PER_BOND * k + 1];
  }

  /** Type of the attachment point that bond {@code k} uses in its first block. */
  public int bondTypeFrom(int k) {
    return code[bonds + INTS_PER_BOND * k + 2];
  }

  /** Type of the attachment point that bond {@code k} uses in its second block. */
  public int bondTypeTo(int k) {
    return code[bonds + INTS_PER_BOND * k + 3];
  }

  /** Position of the block that has open stem {@code k}. */
  public int stemBlock(int k) {
    return code[stems + INTS_PER_STEM * k];
  }

  /** Type of the attachment point of open stem {@code k}. */
  public int stemType(int k) {
    return code[stems + INTS_PER_STEM * k + 1];
  }
}
