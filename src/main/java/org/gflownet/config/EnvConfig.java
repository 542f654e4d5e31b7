package org.gflownet.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gflownet.env.EnvironmentPlugin;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.env.molecule.Identity;
import org.gflownet.plugin.Plugins;
import org.gflownet.reward.hypergrid.HypergridRewards;

/**
 * Section {@code env}: the environment.
 *
 * @param name which environment: one of those that come along, or a plug-in
 * @param ndim number of dimensions D of the grid
 * @param height number of cells per dimension H
 * @param reward name of the grid's reward, one of {@link HypergridRewards#names()}
 * @param r0 coefficient R0, the reward's own where none was given; empty if it has none
 * @param r1 coefficient R1, likewise
 * @param r2 coefficient R2, likewise
 * @param termination where trajectories end
 * @param vocabulary file with the fragments of molecules; empty for the one that comes along
 * @param minBlocks number of fragments from which a molecule may end
 * @param maxBlocks number of fragments at which a molecule ends
 * @param identity which molecules in the making are one state
 * @param count what the reward belongs to
 * @param maxStates most states of molecules that are listed for exact figures; 0 for none
 * @param plugin settings of an environment in a jar of its own
 */
public record EnvConfig(
    String name,
    int ndim,
    int height,
    String reward,
    OptionalDouble r0,
    OptionalDouble r1,
    OptionalDouble r2,
    TerminationRule termination,
    Optional<String> vocabulary,
    int minBlocks,
    int maxBlocks,
    Identity identity,
    Count count,
    int maxStates,
    SortedMap<String, Object> plugin) {
  private static final int MAX_SIZE = 65_536;
  private static final int MAX_BLOCKS = 64;
  private static final int MAX_STATES = 10_000_000;
  private static final List<String> OWN =
      List.of(Kebab.of(Kind.HYPERGRID), Kebab.of(Kind.MOLECULE));
  private static final Bounds COEFFICIENT = Bounds.notNegative(1e100);

  /** Copies the map. */
  public EnvConfig {
    plugin = Collections.unmodifiableSortedMap(new TreeMap<>(plugin));
  }

  /** What the environments are. */
  public enum Kind {
    /** The hyper-grid. */
    HYPERGRID,
    /** Molecules of fragments. */
    MOLECULE,
    /** Something in a jar of its own. */
    PLUGIN
  }

  /** What the reward belongs to. */
  public enum Count {
    /** A state: a molecule that several states are counts several times. */
    STATE,
    /** A molecule: its states share its reward. */
    MOLECULE
  }

  static EnvConfig read(Settings settings) {
    String name = PluginSection.name(settings, "env.name", OWN, EnvironmentPlugin.class);
    Kind kind = kind(name);
    int minBlocks = settings.count("env.min-blocks", 1, MAX_BLOCKS);
    int maxBlocks = settings.count("env.max-blocks", 1, MAX_BLOCKS);
    if (minBlocks > maxBlocks) {
      throw settings.error(
          settings.culprit("env.min-blocks", "env.max-blocks"),
          "molecules of at least "
              + minBlocks
              + " and at most "
              + maxBlocks
              + " blocks do not exist; set env.min-blocks <= env.max-blocks");
    }
    Count count = settings.choice("env.count", Count.class);
    int maxStates = settings.count("env.max-states", 0, MAX_STATES);
    if (count == Count.MOLECULE && (kind != Kind.MOLECULE || maxStates == 0)) {
      throw settings.error(
          "env.count",
          "the states of a molecule are counted only where all are listed; set env.name = molecule"
              + " and env.max-states > 0 with a small vocabulary, or env.count = state");
    }
    Identity identity = settings.choice("env.identity", Identity.class);
    if (kind == Kind.MOLECULE && identity == Identity.NONE && maxStates > 0) {
      throw needsTrueParents(
          settings,
          "env.max-states = " + maxStates + " lists states for exact figures, of distinct ones",
          "env.max-states = 0");
    }
    String reward = settings.name("env.reward", HypergridRewards.names(), Map.of());
    return new EnvConfig(
        name,
        settings.count("env.ndim", 1, MAX_SIZE),
        settings.count("env.height", 2, MAX_SIZE),
        reward,
        coefficient(settings, reward, "r0"),
        coefficient(settings, reward, "r1"),
        coefficient(settings, reward, "r2"),
        settings.choice("env.termination", TerminationRule.class),
        settings.file(FileSetting.VOCABULARY),
        minBlocks,
        maxBlocks,
        identity,
        count,
        maxStates,
        PluginSection.settings(
            settings, PluginSection.ENV, Plugins.find(EnvironmentPlugin.class, name)));
  }

  /**
   * Whether the parents that a state lists are the states that it can be reached from; if not, what
   * walks back from an object, or counts the ways to it, does not apply.
   */
  public boolean hasTrueParents() {
    return kind() != Kind.MOLECULE || identity == Identity.CANONICAL;
  }

  /**
   * A complaint about a setting that needs true parents.
   *
   * @param what needs them, as a sentence
   * @param otherwise what to set in place of it
   */
  static InvalidConfigException needsTrueParents(Settings settings, String what, String otherwise) {
    return settings.error(
        "env.identity",
        what
            + ", and env.identity = none lists parents that a state does not come from; set"
            + " env.identity = canonical or "
            + otherwise);
  }

  /** What the environment is. */
  public Kind kind() {
    return kind(name);
  }

  private static Kind kind(String name) {
    return OWN.contains(name) ? Kind.values()[OWN.indexOf(name)] : Kind.PLUGIN;
  }

  private static OptionalDouble coefficient(Settings settings, String reward, String name) {
    String key = "env." + name;
    Double own = HypergridRewards.defaults(reward).get(name);
    OptionalDouble given = settings.optionalNumber(key, COEFFICIENT);
    if (own == null && given.isPresent()) {
      throw settings.error(
          key, "env.reward = " + reward + " has no such coefficient; remove it or set it to null");
    }
    return given.isPresent() || own == null ? given : OptionalDouble.of(own);
  }

  /**
   * The coefficients that the reward has, by name, as {@link HypergridRewards#byName} takes them.
   */
  public Map<String, Double> coefficients() {
    Map<String, Double> map = new TreeMap<>();
    r0.ifPresent(r -> map.put("r0", r));
    r1.ifPresent(r -> map.put("r1", r));
    r2.ifPresent(r -> map.put("r2", r));
    return map;
  }

  /**
   * Whether the reward can be 0: everything but R0 can vanish, and the sparse reward has a floor.
   */
  boolean rewardCanBeZero() {
    return kind() == Kind.HYPERGRID && r0.isPresent() && r0.getAsDouble() == 0.0;
  }
}
