package org.gflownet.reward.chem;

import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.ScoringPlugin;

/**
 * A score of molecules in a jar of its own, found through {@link java.util.ServiceLoader}: {@code
 * reward.name} of a configuration, or the {@code name} of one of {@code reward.parts}, is its
 * {@link #name()}, and {@code reward.plugin} has its settings. What {@code reward.min}, {@code
 * max}, {@code norm} and {@code exponent} make of scores, the cache, and the count of failures are
 * as of the scores that come along.
 */
public interface ScorerPlugin extends ScoringPlugin {

  /**
   * The scorer, one for all threads of a JVM.
   *
   * @throws IllegalArgumentException with one line for the user, if a setting does not fit
   */
  MoleculeScorer scorer(PluginSettings settings);
}
