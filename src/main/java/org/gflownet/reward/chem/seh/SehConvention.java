package org.gflownet.reward.chem.seh;

import java.util.List;
import java.util.Locale;

/**
 * Which of the networks that circulate as "the sEH proxy" is meant: they share their weights and
 * differ in how one matrix is multiplied and in whether the network sees the open stems.
 *
 * @param root how a node's own state enters the convolution
 * @param mask what the last atom feature holds
 */
public record SehConvention(Root root, StemMask mask) {
  /** The network that the weights were trained as, with the paper's features. */
  public static final SehConvention PAPER_2021 = new SehConvention(Root.ORIG, StemMask.OPEN_STEMS);

  /** What recursionpharma/gflownet computes. */
  public static final SehConvention RECURSION = new SehConvention(Root.LIN, StemMask.NONE);

  private static final String PAPER_2021_NAME = "paper-2021";
  private static final String RECURSION_NAME = "recursion";

  /** How a node's state x enters the convolution by the root matrix W. */
  public enum Root {
    /** x W: the original code, on torch-geometric 1.6. */
    ORIG,
    /** x W^T: later code, which loads the same array into a linear layer. */
    LIN
  }

  /** What the stem feature of an atom holds. */
  public enum StemMask {
    /**
     * 1 on the atoms of free stems, or on the first atom of the first block of a molecule built
     * from blocks that has none; 0 where stems are not known.
     *
     * <p>Which block is the first follows from the state. The published code takes the one that was
     * placed first, so that one molecule has several rewards; a canonical state takes that of its
     * canonical form, and 105 of 188 stored states without a free stem get another reward than
     * there.
     */
    OPEN_STEMS,
    /** Always 0. */
    NONE
  }

  /** Names that {@link #byName} knows. */
  public static List<String> names() {
    return List.of(PAPER_2021_NAME, RECURSION_NAME);
  }

  /**
   * A convention by its name.
   *
   * @throws IllegalArgumentException if there is none of that name, in one line that lists them
   */
  public static SehConvention byName(String name) {
    return switch (name) {
      case PAPER_2021_NAME -> PAPER_2021;
      case RECURSION_NAME -> RECURSION;
      default ->
          throw new IllegalArgumentException(
              "no sEH convention '" + name + "'; known: " + String.join(", ", names()));
    };
  }

  /** The name, or the two parts of a convention that has none. */
  @Override
  public String toString() {
    if (equals(PAPER_2021)) {
      return PAPER_2021_NAME;
    }
    return equals(RECURSION)
        ? RECURSION_NAME
        : (root + "+" + mask).toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
