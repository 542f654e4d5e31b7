package org.gflownet.config;

import java.util.List;
import java.util.OptionalDouble;
import org.gflownet.reward.chem.seh.SehConvention;

/**
 * Section {@code reward}: what a terminating state is worth.
 *
 * @param name which reward
 * @param min floor of a molecule's raw score
 * @param max ceiling of a molecule's raw score; empty for none
 * @param norm divisor of the raw score
 * @param exponent beta of the reward
 * @param cache scores that each executor keeps
 * @param maxFailures largest share of molecules without a score
 * @param parts what {@code product} and {@code weighted} are made of
 * @param sa synthetic accessibility
 * @param seh the sEH proxy
 * @param docking AutoDock Vina
 * @param proxy a network fitted by train-proxy
 */
public record RewardConfig(
    Name name,
    double min,
    OptionalDouble max,
    double norm,
    double exponent,
    int cache,
    double maxFailures,
    List<RewardPartConfig> parts,
    SaConfig sa,
    SehConfig seh,
    DockingConfig docking,
    RewardProxyConfig proxy) {
  private static final int MAX_CACHED = 100_000_000;
  private static final double MIN = 0.01;

  /** Copies the parts. */
  public RewardConfig {
    parts = List.copyOf(parts);
  }

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
    MW,
    /** Synthetic accessibility. */
    SA,
    /** The published proxy of docking to soluble epoxide hydrolase. */
    SEH,
    /** Minus the affinity that AutoDock Vina estimates. */
    DOCKING,
    /** A network fitted to measured values. */
    PROXY,
    /** Product of powers of several. */
    PRODUCT,
    /** Weighted sum of powers of several. */
    WEIGHTED;

    /** Whether it is made of parts. */
    public boolean isCombination() {
      return this == PRODUCT || this == WEIGHTED;
    }
  }

  static RewardConfig read(Settings settings, EnvConfig env) {
    Name name = name(settings, env);
    List<RewardPartConfig> parts = RewardPartConfig.readAll(settings, name);
    SaConfig sa = SaConfig.read(settings);
    SehConfig seh = SehConfig.read(settings);
    DockingConfig docking = DockingConfig.read(settings);
    RewardProxyConfig proxy = RewardProxyConfig.read(settings);
    requireFile(settings, name, parts, Name.SA, sa.table().isPresent());
    requireFile(settings, name, parts, Name.SEH, seh.weights().isPresent());
    requireFile(settings, name, parts, Name.DOCKING, docking.receptor().isPresent());
    requireFile(settings, name, parts, Name.PROXY, proxy.model().isPresent());
    boolean published = name == Name.SEH;
    boolean recursion = seh.convention().equals(SehConvention.RECURSION.toString());
    Bounds positive = Bounds.positive(1e100);
    double floor = recursion ? SehConfig.RECURSION_MIN : SehConfig.PAPER_MIN;
    double min = settings.optionalNumber("reward.min", positive).orElse(published ? floor : MIN);
    OptionalDouble max = settings.optionalNumber("reward.max", positive);
    if (max.isEmpty() && published && recursion) {
      max = OptionalDouble.of(SehConfig.RECURSION_MAX);
    }
    if (max.isPresent() && max.getAsDouble() < min) {
      throw settings.error(
          settings.culprit("reward.max", "reward.min"), "set reward.min <= reward.max");
    }
    return new RewardConfig(
        name,
        min,
        max,
        settings.optionalNumber("reward.norm", positive).orElse(published ? SehConfig.NORM : 1.0),
        settings.number("reward.exponent", Bounds.positive(1000)),
        settings.count("reward.cache", 0, MAX_CACHED),
        settings.number("reward.max-failures", Bounds.PROBABILITY),
        parts,
        sa,
        seh,
        docking,
        proxy);
  }

  private static Name name(Settings settings, EnvConfig env) {
    Name name = settings.choice("reward.name", Name.class);
    boolean molecules = env.name() == EnvConfig.Name.MOLECULE;
    if (molecules && name == Name.ENV) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "molecules have no reward of their own; set reward.name = qed, logp, tpsa, mw, sa,"
              + " seh, docking, proxy, product or weighted");
    }
    if (!molecules && name != Name.ENV) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "is a reward of molecules; set env.name = molecule or reward.name = env");
    }
    return name;
  }

  private static void requireFile(
      Settings settings, Name name, List<RewardPartConfig> parts, Name needed, boolean isPresent) {
    boolean used = name == needed || parts.stream().anyMatch(part -> part.name() == needed);
    if (used && !isPresent) {
      throw settings.error(
          name == needed ? "reward.name" : "reward.parts",
          switch (needed) {
            case SA ->
                "set reward.sa.table to Ertl's table of fragments, fpscores.pkl.gz of RDKit's"
                    + " Contrib/SA_Score (Debian: package rdkit-data)";
            case SEH ->
                "set reward.seh.weights to the published file best_params.pkl.gz (of"
                    + " https://github.com/GFNOrg/gflownet, mols/data/pretrained_proxy) or an"
                    + " .npz of it";
            case DOCKING -> "set reward.docking.receptor to a PDBQT file";
            default -> "set reward.proxy.model to the proxy.zip that train-proxy wrote";
          });
    }
  }

  /** Whether a reward is this one or a part of it. */
  public boolean uses(Name reward) {
    return name == reward || parts.stream().anyMatch(part -> part.name() == reward);
  }
}
