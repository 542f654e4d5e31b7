package org.gflownet.reward.chem;

import java.io.Serializable;

/**
 * What became of the rows of a {@link MoleculeChunk}, by row. The arrays are not copied.
 *
 * <p>Where there is an error, reward and raw score are NaN; NaN is also a part without a score.
 */
public final class ChunkScores implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] rewards;
  private final double[] raw;
  private final double[][] parts;
  private final String[] errors;
  private final String[] smiles;

  /**
   * Scores.
   *
   * @param rewards R of each row
   * @param raw scores before clipping and exponent
   * @param parts scores of each part of a combination
   * @param errors why a row has none; null where it has one
   * @param smiles of structures that were none; null otherwise
   */
  public ChunkScores(
      double[] rewards, double[] raw, double[][] parts, String[] errors, String[] smiles) {
    this.rewards = rewards;
    this.raw = raw;
    this.parts = parts;
    this.errors = errors;
    this.smiles = smiles;
  }

  /** Number of rows. */
  public int size() {
    return rewards.length;
  }

  /** Rewards; not to be changed. */
  public double[] rewards() {
    return rewards;
  }

  /** Raw scores; not to be changed. */
  public double[] raw() {
    return raw;
  }

  /** Raw scores of each part of a combination; not to be changed. */
  public double[][] parts() {
    return parts;
  }

  /** Errors; not to be changed. */
  public String[] errors() {
    return errors;
  }

  /** SMILES of connection tables, null where there is none; null if the rows had SMILES. */
  public String[] smiles() {
    return smiles;
  }
}
