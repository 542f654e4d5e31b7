package org.gflownet.reward.chem;

import java.util.Arrays;
import java.util.List;
import org.gflownet.reward.RewardScale;

/** Fills in what becomes of the rows of a chunk; a row of which nothing is told has no reward. */
public final class ChunkTable implements DistinctMolecules.Rows<CompositeScorer.Scores> {
  private final RewardScale scale;
  private final double[] rewards;
  private final double[] raw;
  private final double[][] parts;
  private final String[] errors;
  private final String[] smiles;

  /**
   * An empty table.
   *
   * @param chunk whose rows they are
   * @param scorer that scores them
   * @param scale from raw scores to rewards
   */
  public ChunkTable(MoleculeChunk chunk, CompositeScorer scorer, RewardScale scale) {
    int size = chunk.size();
    this.scale = scale;
    this.rewards = missing(size);
    this.raw = missing(size);
    this.parts = new double[scorer.partNames().size()][];
    Arrays.setAll(parts, p -> missing(size));
    this.errors = new String[size];
    this.smiles = chunk.molfiles() ? new String[size] : null;
  }

  private static double[] missing(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  @Override
  public void refuse(int row, String reason) {
    errors[row] = reason;
  }

  @Override
  public void accept(int row, String canonicalSmiles, CompositeScorer.Scores score) {
    if (smiles != null) {
      smiles[row] = canonicalSmiles;
    }
    List<Score> own = score.parts();
    for (int p = 0; p < parts.length; p++) {
      parts[p][row] = own.get(p).value();
    }
    errors[row] = score.raw().failure();
    if (score.raw().isPresent()) {
      raw[row] = score.raw().value();
      rewards[row] = StrictMath.exp(scale.logReward(raw[row]));
    }
  }

  /** All rows; the table is not to be filled further. */
  public ChunkScores scores() {
    return new ChunkScores(rewards, raw, parts, errors, smiles);
  }
}
