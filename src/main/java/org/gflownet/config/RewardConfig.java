package org.gflownet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.reward.ScoringPlugin;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.ScoreRange;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.reward.chem.Scorers;

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
 * @param sections settings of the scores that come along, and of a reward in a jar of its own
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
    RewardSections sections) {
  private static final int MAX_CACHED = 100_000_000;
  private static final String ENV = "env";
  private static final Map<String, CompositeScorer.Rule> COMBINATIONS = combinations();

  /** Copies the parts. */
  public RewardConfig {
    parts = List.copyOf(parts);
  }

  private static Map<String, CompositeScorer.Rule> combinations() {
    Map<String, CompositeScorer.Rule> rules = new LinkedHashMap<>();
    for (CompositeScorer.Rule rule :
        List.of(CompositeScorer.Rule.PRODUCT, CompositeScorer.Rule.WEIGHTED)) {
      rules.put(Kebab.of(rule), rule);
    }
    return rules;
  }

  /** What the rewards are. */
  public enum Kind {
    /** The one that belongs to the environment, {@link EnvConfig#reward()}. */
    ENV,
    /** A score of molecules that comes along. */
    OWN,
    /** Several scores of molecules made one. */
    COMBINATION,
    /** Something in a jar of its own. */
    PLUGIN;

    /** Whether a combination can have it as a part. */
    boolean isScore() {
      return this == OWN || this == PLUGIN;
    }
  }

  static RewardConfig read(Settings settings, EnvConfig env) {
    String name = name(settings, env);
    List<RewardPartConfig> parts = RewardPartConfig.readAll(settings, kind(name));
    UsedScores used = UsedScores.of(env, name, parts);
    RewardSections sections = RewardSections.read(settings, used.plugin());
    used.requireFiles(settings, name, sections);
    ScoreRange range = used.range(settings, name, sections);
    Bounds positive = Bounds.positive(1e100);
    double min = settings.optionalNumber("reward.min", positive).orElse(range.min());
    OptionalDouble max = settings.optionalNumber("reward.max", positive);
    if (max.isEmpty()) {
      max = range.max();
    }
    if (max.isPresent() && max.getAsDouble() < min) {
      throw settings.error(
          settings.culprit("reward.max", "reward.min"), "set reward.min <= reward.max");
    }
    return new RewardConfig(
        name,
        min,
        max,
        settings.optionalNumber("reward.norm", positive).orElse(range.norm()),
        settings.number("reward.exponent", Bounds.positive(1000)),
        settings.count("reward.cache", 0, MAX_CACHED),
        settings.number("reward.max-failures", Bounds.PROBABILITY),
        parts,
        sections);
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

  /** The name of each reward that comes along, as messages list them. */
  static List<String> own() {
    return Stream.concat(Stream.of(ENV), ofMolecules().stream()).toList();
  }

  /** Names of the rewards of molecules that come along. */
  public static List<String> ofMolecules() {
    return Stream.concat(Scorers.own().keySet().stream(), COMBINATIONS.keySet().stream()).toList();
  }

  static Kind kind(String name) {
    if (name.equals(ENV)) {
      return Kind.ENV;
    } else if (COMBINATIONS.containsKey(name)) {
      return Kind.COMBINATION;
    }
    return Scorers.own().containsKey(name) ? Kind.OWN : Kind.PLUGIN;
  }

  /** What the reward is. */
  public Kind kind() {
    return kind(name);
  }

  /** How its parts make one score; empty if it has none. */
  public Optional<CompositeScorer.Rule> rule() {
    return Optional.ofNullable(COMBINATIONS.get(name));
  }

  /**
   * The settings of what it uses, without files.
   *
   * @param scorer the reward or a part of it
   */
  public PluginSettings settings(ScoringPlugin scorer) {
    return sections.settings(scorer);
  }

  /** Section of the settings of what it uses: its name, or {@code plugin}. */
  public String section(ScoringPlugin scorer) {
    return RewardSections.of(scorer);
  }

  /** The setting that names a file of what it uses, by the key in its section. */
  public FileSetting fileSetting(ScoringPlugin scorer, String key) {
    return FileSetting.ofReward(section(scorer), key);
  }

  /** Keys of the settings of rewards that no result depends on. */
  public static List<String> directories() {
    return RewardSections.directories();
  }

  /** Files that it names and uses. */
  Map<FileSetting, String> files(EnvConfig env) {
    Map<FileSetting, String> files = new TreeMap<>();
    used(env).all().forEach(scorer -> files.putAll(sections.files(scorer)));
    return files;
  }

  /** Keys of the settings that name files of a plug-in. */
  Stream<String> pluginFiles(EnvConfig env) {
    return used(env).plugin().stream()
        .flatMap(plugin -> plugin.files().keySet().stream())
        .map(key -> FileSetting.ofReward(RewardSections.PLUGIN, key).key());
  }

  private UsedScores used(EnvConfig env) {
    return UsedScores.of(env, name, parts);
  }

  /**
   * Whether an object takes seconds: docking, and a plug-in that says so.
   *
   * @param env whose objects it rates
   */
  public boolean isExpensive(EnvConfig env) {
    return used(env).all().anyMatch(ScoringPlugin::isExpensive);
  }

  /** Rows of a table of molecules that suit a task. */
  public int chunkRows() {
    return names()
        .flatMap(score -> Scorers.find(score).stream())
        .mapToInt(ScorerPlugin::chunkRows)
        .min()
        .orElseThrow();
  }

  /** Scores of molecules from which on reports count them, of a score alone. */
  public List<Double> thresholds() {
    return Scorers.find(name).map(ScorerPlugin::thresholds).orElse(List.of());
  }

  private Stream<String> names() {
    return UsedScores.names(name, parts);
  }

  /** Whether a reward is this one or a part of it. */
  public boolean uses(String reward) {
    return names().anyMatch(reward::equals);
  }
}
