package org.gflownet.run.setup;

import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.ChunkScorer;

/**
 * Makes the scorer of tables that a configuration asks for, one for all tasks of a JVM.
 *
 * @param config as text, with the digests of its files
 * @param key of the run
 */
public record ConfiguredScorer(String config, String key) implements ChunkScorer.Factory {
  private static final int MAX_SHARED = 2;
  private static final BoundedCache<String, ChunkScorer> SHARED = new BoundedCache<>(MAX_SHARED);

  @Override
  public ChunkScorer create() {
    return SHARED.computeIfAbsent(key, k -> make());
  }

  private ChunkScorer make() {
    GflownetConfig parsed = ConfigLoader.parse(config, "the resolved configuration");
    return new ChunkScorer(
        MoleculeScorers.shared(parsed).scorer(),
        MoleculeScorers.scale(parsed.reward()),
        parsed.reward().cache());
  }
}
