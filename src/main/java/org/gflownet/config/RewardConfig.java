package org.gflownet.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gflownet.plugin.Plugins;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.reward.ScoringPlugin;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.reward.chem.seh.SehConvention;

/**
 * Section {@code reward}: what a terminating state is worth.
 *
 * @param name which reward: one of those that come along, or a plug-in
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
 * @param plugin settings of a reward in a jar of its own
 */
public record RewardConfig(
    String name,
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
    RewardProxyConfig proxy,
    SortedMap<String, Object> plugin) {
  private static final int MAX_CACHED = 100_000_000;
  private static final double MIN = 0.01;

  /** Copies parts and settings. */
  public RewardConfig {
    parts = List.copyOf(parts);
    plugin = Collections.unmodifiableSortedMap(new TreeMap<>(plugin));
  }

  /** What the rewards are. */
  public enum Kind {
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
    WEIGHTED,
    /** Something in a jar of its own. */
    PLUGIN;

    /** Whether it is made of parts. */
    public boolean isCombination() {
      return this == PRODUCT || this == WEIGHTED;
    }
  }

  static RewardConfig read(Settings settings, EnvConfig env) {
    String name = name(settings, env);
    Kind kind = kind(name);
    List<RewardPartConfig> parts = RewardPartConfig.readAll(settings, kind);
    SaConfig sa = SaConfig.read(settings);
    SehConfig seh = SehConfig.read(settings);
    DockingConfig docking = DockingConfig.read(settings);
    RewardProxyConfig proxy = RewardProxyConfig.read(settings);
    requireFile(settings, kind, parts, Kind.SA, sa.table().isPresent());
    requireFile(settings, kind, parts, Kind.SEH, seh.weights().isPresent());
    requireFile(settings, kind, parts, Kind.DOCKING, docking.receptor().isPresent());
    requireFile(settings, kind, parts, Kind.PROXY, proxy.model().isPresent());
    boolean published = kind == Kind.SEH;
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
        proxy,
        PluginSection.settings(settings, PluginSection.REWARD, plugin(env, name, parts)));
  }

  private static String name(Settings settings, EnvConfig env) {
    boolean molecules = env.kind() == EnvConfig.Kind.MOLECULE;
    String name =
        PluginSection.name(
            settings, "reward.name", own(), molecules ? ScorerPlugin.class : RewardPlugin.class);
    Kind kind = kind(name);
    if (molecules && kind == Kind.ENV) {
      List<String> names = ofMolecules();
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "molecules have no reward of their own; set reward.name = "
              + String.join(", ", names.subList(0, names.size() - 1))
              + " or "
              + names.get(names.size() - 1));
    }
    if (env.kind() == EnvConfig.Kind.PLUGIN && kind != Kind.PLUGIN) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "env.name = "
              + env.name()
              + " needs a reward that is a plug-in; set reward.name to one of "
              + PluginSection.known(
                  settings,
                  "reward.name",
                  settings.value("reward.name"),
                  List.of(),
                  RewardPlugin.class));
    }
    if (!molecules && kind != Kind.ENV && kind != Kind.PLUGIN) {
      throw settings.error(
          settings.culprit("reward.name", "env.name"),
          "is a reward of molecules; set env.name = molecule or reward.name = env");
    }
    return name;
  }

  private static List<String> own() {
    return Arrays.stream(Kind.values()).filter(k -> k != Kind.PLUGIN).map(Kebab::of).toList();
  }

  /** Names of the rewards of molecules that come along. */
  public static List<String> ofMolecules() {
    return own().stream().filter(name -> kind(name) != Kind.ENV).toList();
  }

  static Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.PLUGIN && Kebab.of(kind).equals(name))
        .findFirst()
        .orElse(Kind.PLUGIN);
  }

  /** What the reward is. */
  public Kind kind() {
    return kind(name);
  }

  /** The plug-in that the reward or a part of it is; empty if there is none. */
  private static Optional<? extends ScoringPlugin> plugin(
      EnvConfig env, String name, List<RewardPartConfig> parts) {
    if (env.kind() != EnvConfig.Kind.MOLECULE) {
      return Plugins.find(RewardPlugin.class, name);
    }
    return Stream.concat(Stream.of(name), parts.stream().map(RewardPartConfig::name))
        .filter(part -> kind(part) == Kind.PLUGIN)
        .findFirst()
        .flatMap(part -> Plugins.find(ScorerPlugin.class, part));
  }

  private static void requireFile(
      Settings settings, Kind kind, List<RewardPartConfig> parts, Kind needed, boolean isPresent) {
    boolean used = kind == needed || parts.stream().anyMatch(part -> part.kind() == needed);
    if (used && !isPresent) {
      throw settings.error(
          kind == needed ? "reward.name" : "reward.parts",
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

  /**
   * Whether an object takes seconds: docking, and a plug-in that says so.
   *
   * @param env whose objects it rates
   */
  public boolean isExpensive(EnvConfig env) {
    return uses(Kind.DOCKING)
        || plugin(env, name, parts).map(ScoringPlugin::isExpensive).orElse(false);
  }

  /** Whether a reward is this one or a part of it. */
  public boolean uses(Kind reward) {
    return kind() == reward || parts.stream().anyMatch(part -> part.kind() == reward);
  }
}
