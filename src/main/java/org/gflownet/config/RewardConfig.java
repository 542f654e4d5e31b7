package org.gflownet.config;

/**
 * Section {@code reward}: what a terminating state is worth.
 *
 * @param name which reward
 * @param min floor of a molecule's raw score
 * @param norm divisor of the raw score
 * @param exponent beta of the reward
 */
public record RewardConfig(Name name, double min, double norm, double exponent) {

  /** The rewards. */
  public enum Name {
    /** The one that belongs to the environment, {@link EnvConfig#reward()}. */
    ENV,
    /** Quantitative estimate of drug-likeness. */
    QED,
    /** Crippen's octanol-water partition coefficient. */
    LOGP,
    /** Topological polar surface area. */
    TPSA,
    /** Molecular weight. */
    MW
  }

  static RewardConfig read(Settings settings, EnvConfig env) {
    Name name = settings.choice("reward.name", Name.class);
    boolean molecules = env.name() == EnvConfig.Name.MOLECULE;
    if (molecules && name == Name.ENV) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "molecules have no reward of their own; set reward.name = qed, logp, tpsa or mw");
    }
    if (!molecules && name != Name.ENV) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "is a reward of molecules; set env.name = molecule or reward.name = env");
    }
    return new RewardConfig(
        name,
        settings.number("reward.min", Bounds.positive(1e100)),
        settings.number("reward.norm", Bounds.positive(1e100)),
        settings.number("reward.exponent", Bounds.positive(1000)));
  }
}
