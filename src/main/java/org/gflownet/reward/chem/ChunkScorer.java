package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.reward.RewardScale;

/**
 * Scores rows of tables, as {@link MoleculeReward} does states; see {@link ChunkSubject} for what
 * exactly is scored. Thread-safe.
 */
public final class ChunkScorer {
  private final CompositeScorer scorer;
  private final RewardScale scale;
  private final int cached;
  private final DistinctMolecules<CompositeScorer.Scores> scores;

  /** Makes scorers in tasks. */
  public interface Factory extends java.io.Serializable {
    /** Equal for factories whose scorers may stand in for each other within a JVM. */
    String key();

    /** A new scorer. */
    ChunkScorer create();
  }

  /**
   * A scorer of tables.
   *
   * @param scorer of molecules
   * @param scale from raw scores to rewards
   * @param cached number of scores that are kept
   */
  public ChunkScorer(CompositeScorer scorer, RewardScale scale, int cached) {
    this.scorer = scorer;
    this.scale = scale;
    this.cached = cached;
    this.scores = new DistinctMolecules<>(scorer.readsStems(), cached, scorer::scoreParts);
  }

  /** What becomes of each row; a row that cannot be scored leaves the others alone. */
  public ChunkScores score(MoleculeChunk chunk) {
    ChunkTable table = new ChunkTable(chunk, scorer, scale);
    scores.read(chunk, table);
    return table.scores();
  }

  /** Names of the parts of a combination; none for a single reward. */
  public List<String> partNames() {
    return scorer.partNames();
  }

  /** What scores the molecules. */
  public CompositeScorer scorer() {
    return scorer;
  }

  /** From raw scores to rewards. */
  public RewardScale scale() {
    return scale;
  }

  /** Number of scores that are kept. */
  public int cached() {
    return cached;
  }
}
