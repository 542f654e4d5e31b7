package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.ScoringPlugin;

/**
 * A score of molecules, found through {@link java.util.ServiceLoader}: {@code reward.name} of a
 * configuration, or the {@code name} of one of {@code reward.parts}, is its {@link #name()}. One in
 * a jar of its own has its settings in {@code reward.plugin}; those that come along are {@link
 * OwnScorer}s. What {@code reward.min}, {@code max}, {@code norm} and {@code exponent} make of
 * scores, the cache, and the count of failures are the same for both.
 */
public interface ScorerPlugin extends ScoringPlugin {

  /**
   * Floor, ceiling and divisor of a reward that is this score alone, where a configuration sets
   * none.
   *
   * @param settings without files
   */
  default ScoreRange range(PluginSettings settings) {
    return ScoreRange.USUAL;
  }

  /** Scores from which on reports count molecules, unless {@code report.thresholds} is set. */
  default List<Double> thresholds() {
    return List.of();
  }

  /** Rows of a table that {@code score} gives to one task, unless told otherwise. */
  default int chunkRows() {
    return 1000;
  }

  /**
   * The scorer, one for all threads of a JVM.
   *
   * @param settings with files: {@link PluginSettings#file} says where they are on this machine
   * @throws IllegalArgumentException with one line for the user, if a setting or a file does not
   *     fit
   */
  MoleculeScorer scorer(PluginSettings settings);
}
