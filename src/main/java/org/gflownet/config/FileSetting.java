package org.gflownet.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings that name files which decide on results, each with where it is in a configuration.
 *
 * <p>There is no other list of them: digests, what is handed to executors and what may have moved
 * when a run is resumed follow from this one.
 */
public enum FileSetting {
  /** Fragments that molecules are built of. */
  VOCABULARY(
      "env.vocabulary",
      config ->
          config.env().kind() == EnvConfig.Kind.MOLECULE
              ? config.env().vocabulary()
              : Optional.empty()),
  /** Good objects to draw from. */
  REPLAY("replay.file", config -> config.replay().file()),
  /** Receptor of a docking. */
  RECEPTOR(
      "reward.docking.receptor", RewardConfig.Kind.DOCKING, reward -> reward.docking().receptor()),
  /** Network fitted to measured values. */
  PROXY_MODEL("reward.proxy.model", RewardConfig.Kind.PROXY, reward -> reward.proxy().model()),
  /** Table of fragments of the synthetic accessibility. */
  SA_TABLE("reward.sa.table", RewardConfig.Kind.SA, reward -> reward.sa().table()),
  /** Weights of the sEH proxy. */
  SEH_WEIGHTS("reward.seh.weights", RewardConfig.Kind.SEH, reward -> reward.seh().weights());

  private final String key;
  private final Function<GflownetConfig, Optional<String>> file;

  FileSetting(String key, Function<GflownetConfig, Optional<String>> file) {
    this.key = key;
    this.file = file;
  }

  /** A file of a reward, which counts where a configuration uses that reward. */
  FileSetting(String key, RewardConfig.Kind kind, Function<RewardConfig, Optional<String>> file) {
    this(
        key, config -> config.reward().uses(kind) ? file.apply(config.reward()) : Optional.empty());
  }

  /** Where it is: {@code reward.seh.weights}. */
  public String key() {
    return key;
  }

  /** The file that a configuration names here; empty where it names or uses none. */
  public Optional<String> in(GflownetConfig config) {
    return file.apply(config);
  }

  /** All keys, sorted. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(FileSetting::key).sorted().toList();
  }
}
