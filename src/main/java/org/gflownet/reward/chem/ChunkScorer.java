package org.gflownet.reward.chem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.reward.RewardScale;

/**
 * Scores rows of tables, as {@link MoleculeReward} does states; see {@link ChunkSubject} for what
 * exactly is scored. Thread-safe.
 */
public final class ChunkScorer {
  private static final int BATCH = 256;

  private final CompositeScorer scorer;
  private final RewardScale scale;
  private final int cached;
  private final BoundedCache<String, CompositeScorer.Scores> scores;

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
    this.scores = new BoundedCache<>(cached);
  }

  /** What becomes of each row; a row that cannot be scored leaves the others alone. */
  public ChunkScores score(MoleculeChunk chunk) {
    ChunkTable table = new ChunkTable(chunk, scorer, scale);
    ChunkSubject[] subjects = new ChunkSubject[chunk.size()];
    Map<String, CompositeScorer.Scores> found = new LinkedHashMap<>();
    Map<String, ScoredMolecule> unknown = new LinkedHashMap<>();
    for (int row = 0; row < subjects.length; row++) {
      try {
        subjects[row] = ChunkSubject.of(chunk, row, scorer.readsStems());
        look(subjects[row], found, unknown);
      } catch (InvalidMoleculeException e) {
        subjects[row] = null;
        table.refuse(row, e.getMessage());
      }
      if (unknown.size() == BATCH) {
        evaluate(unknown, found);
      }
    }
    evaluate(unknown, found);
    for (int row = 0; row < subjects.length; row++) {
      if (subjects[row] != null) {
        table.score(row, subjects[row].smiles(), found.get(subjects[row].key()));
      }
    }
    return table.scores();
  }

  private void look(
      ChunkSubject subject,
      Map<String, CompositeScorer.Scores> found,
      Map<String, ScoredMolecule> unknown) {
    if (found.containsKey(subject.key()) || unknown.containsKey(subject.key())) {
      return;
    }
    CompositeScorer.Scores known = scores.get(subject.key());
    if (known != null) {
      found.put(subject.key(), known);
    } else {
      unknown.put(subject.key(), subject.molecule());
    }
  }

  private void evaluate(
      Map<String, ScoredMolecule> unknown, Map<String, CompositeScorer.Scores> found) {
    if (unknown.isEmpty()) {
      return;
    }
    List<CompositeScorer.Scores> fresh = scorer.scoreParts(List.copyOf(unknown.values()));
    int next = 0;
    for (String key : unknown.keySet()) {
      CompositeScorer.Scores score = fresh.get(next++);
      found.put(key, score);
      scores.put(key, score);
    }
    unknown.clear();
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
