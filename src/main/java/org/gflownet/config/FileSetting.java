package org.gflownet.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gflownet.config.RewardConfig.Kind;

/**
 * The settings that name files which decide on results.
 *
 * <p>There is no other list of them: digests, what is handed to executors and what may have moved
 * when a run is resumed follow from this one.
 */
public enum FileSetting {
  /** Fragments that molecules are built of. */
  VOCABULARY("env.vocabulary"),
  /** Good objects to draw from. */
  REPLAY("replay.file"),
  /** Receptor of a docking. */
  RECEPTOR("reward.docking.receptor"),
  /** Network fitted to measured values. */
  PROXY_MODEL("reward.proxy.model"),
  /** Table of fragments of the synthetic accessibility. */
  SA_TABLE("reward.sa.table"),
  /** Weights of the sEH proxy. */
  SEH_WEIGHTS("reward.seh.weights");

  private final String key;

  FileSetting(String key) {
    this.key = key;
  }

  /** Where it is: {@code reward.seh.weights}. */
  public String key() {
    return key;
  }

  /** The file that a configuration names here; empty where it names or uses none. */
  Optional<String> in(GflownetConfig config) {
    RewardConfig reward = config.reward();
    boolean molecules = config.env().kind() == EnvConfig.Kind.MOLECULE;
    return switch (this) {
      case VOCABULARY -> config.env().vocabulary().filter(file -> molecules);
      case REPLAY -> config.replay().file();
      case RECEPTOR -> reward.docking().receptor().filter(file -> reward.uses(Kind.DOCKING));
      case PROXY_MODEL -> reward.proxy().model().filter(file -> reward.uses(Kind.PROXY));
      case SA_TABLE -> reward.sa().table().filter(file -> reward.uses(Kind.SA));
      case SEH_WEIGHTS -> reward.seh().weights().filter(file -> reward.uses(Kind.SEH));
    };
  }

  /** All keys, sorted. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(FileSetting::key).sorted().toList();
  }
}
