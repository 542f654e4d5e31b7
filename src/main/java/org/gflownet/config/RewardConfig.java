package org.gflownet.config;

/**
 * Section {@code reward}: what a terminating state is worth.
 *
 * @param name which reward
 */
public record RewardConfig(Name name) {

  /** The rewards. */
  public enum Name {
    /** The one that belongs to the environment, {@link EnvConfig#reward()}. */
    ENV
  }

  static RewardConfig read(Settings settings) {
    return new RewardConfig(settings.choice("reward.name", Name.class));
  }
}
