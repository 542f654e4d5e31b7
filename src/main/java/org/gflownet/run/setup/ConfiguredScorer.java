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
  /** As many rewards as a query may well name; {@code score} has one. */
  private static final int MAX_SHARED = 8;

  private static final BoundedCache<String, ChunkScorer> SHARED = new BoundedCache<>(MAX_SHARED);

  /**
   * The scorer of a configuration, one for all queries of a JVM that ask for the same.
   *
   * @param config with the digests of its files
   */
  public static ConfiguredScorer shared(GflownetConfig config) {
    return new ConfiguredScorer(config.render(), config.digest());
  }

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
