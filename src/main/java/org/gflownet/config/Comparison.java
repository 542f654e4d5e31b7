package org.gflownet.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An experiment and the runs by which methods or settings are compared on it.
 *
 * <p>The settings of a run are, the stronger first: those of the command line, its cell of the
 * grid, its R0 and seed, its method's, the experiment's, the defaults. Immutable, driver only.
 */
public final class Comparison {
  private static final String SECTION = "compare";
  private static final String METHODS = "methods";
  private static final int MAX_METHODS = 100;
  private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

  private final String name;
  private final Config experiment;
  private final Config commandLine;
  private final Map<String, Config> methods;
  private final CompareConfig compare;

  private Comparison(
      String name,
      Config experiment,
      Config commandLine,
      Map<String, Config> methods,
      CompareConfig compare) {
    this.name = name;
    this.experiment = experiment;
    this.commandLine = commandLine;
    this.methods = methods;
    this.compare = compare;
  }

  /**
   * The comparison of a file.
   *
   * @param file HOCON: an experiment with or without a section {@code compare}
   * @param overrides {@code key=value} pairs of either, stronger than the file
   * @throws InvalidConfigException for a mistake in the section; those of runs show in {@link #run}
   */
  public static Comparison load(Path file, List<String> overrides) {
    String name = file.toString();
    return ConfigLoader.guarded(
        name,
        () -> {
          Config all = Overrides.parse(overrides).withFallback(HoconFile.read(file));
          ConfigObject own = section(name, all);
          Map<String, Config> methods = methods(name, own);
          return new Comparison(
              name,
              HoconFile.read(file).withoutPath(SECTION),
              Overrides.parse(overrides).withoutPath(SECTION),
              methods,
              compare(name, own));
        });
  }

  private static ConfigObject section(String name, Config all) {
    if (!all.hasPath(SECTION)) {
      return ConfigFactory.empty().root();
    }
    ConfigValue value = all.root().get(SECTION);
    if (!(value instanceof ConfigObject section)) {
      throw new InvalidConfigException(
          Location.of(value.origin(), name)
              + ": compare: this is a section; set its keys, as in compare.budget = small");
    }
    return section.toConfig().resolve().root();
  }

  private static CompareConfig compare(String name, ConfigObject section) {
    Config reference = Reference.comparison();
    Config resolved =
        ConfigFactory.empty()
            .root()
            .withValue(SECTION, section.withoutKey(METHODS))
            .toConfig()
            .withFallback(reference)
            .resolve();
    UnknownKeys.check(reference.root(), resolved.root(), name);
    return CompareConfig.read(new Settings(resolved.root(), name));
  }

  /** In the order of the file. */
  private static Map<String, Config> methods(String name, ConfigObject section) {
    Map<String, Config> methods = new LinkedHashMap<>();
    ConfigValue value = section.get(METHODS);
    if (value == null) {
      return methods;
    }
    String advice = "write one section for each method, as in tb { train.objective = tb }";
    if (!(value instanceof ConfigObject all) || all.size() > MAX_METHODS) {
      throw new InvalidConfigException(
          Location.of(value.origin(), name)
              + ": compare.methods: "
              + advice
              + ", up to "
              + MAX_METHODS);
    }
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(all.entrySet());
    entries.sort(
        Comparator.comparingInt((Map.Entry<String, ConfigValue> e) -> line(e.getValue()))
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, ConfigValue> entry : entries) {
      String place = Location.of(entry.getValue().origin(), name) + ": compare.methods.";
      if (!(entry.getValue() instanceof ConfigObject settings)) {
        throw new InvalidConfigException(place + OneLine.of(entry.getKey(), 80) + ": " + advice);
      }
      if (!METHOD.matcher(entry.getKey()).matches()) {
        throw new InvalidConfigException(
            place
                + OneLine.of(entry.getKey(), 80)
                + ": use up to 64 letters, digits and . _ + - for the name, which folders get");
      }
      methods.put(entry.getKey(), settings.toConfig());
    }
    return methods;
  }

  /** An empty section stands where its braces do, others where their first setting does. */
  private static int line(ConfigValue value) {
    return value.origin().lineNumber();
  }

  /** The section {@code compare}. */
  public CompareConfig compare() {
    return compare;
  }

  /** Names of the methods in the order of the file; empty if the experiment is the only one. */
  public List<String> methods() {
    return List.copyOf(methods.keySet());
  }

  /** Where it takes place: settings of the experiment, not of a method. */
  public ClusterConfig cluster() {
    Config all = commandLine.withFallback(experiment);
    return ConfigLoader.guarded(name, () -> ConfigLoader.read(name, all)).cluster();
  }

  /**
   * The settings of a run.
   *
   * @param method one of {@link #methods}, or anything where there are none
   * @param seed or null for the experiment's
   * @param r0 or null for the experiment's
   * @param cell of the grid: texts as {@code --set} takes them, by key
   * @throws InvalidConfigException for a mistake in them
   */
  public GflownetConfig run(String method, Integer seed, Double r0, Map<String, String> cell) {
    Config layers = methods.getOrDefault(method, ConfigFactory.empty()).withFallback(experiment);
    if (r0 != null) {
      layers = with(layers, "env.r0", r0);
    }
    if (seed != null) {
      layers = with(layers, "seed", seed);
    }
    List<String> pairs = new ArrayList<>();
    cell.forEach((key, value) -> pairs.add(key + "=" + value));
    Config all = commandLine.withFallback(Overrides.parse(pairs)).withFallback(layers);
    return ConfigLoader.guarded(name, () -> ConfigLoader.read(name, all));
  }

  private static Config with(Config layers, String key, Object value) {
    return ConfigFactory.empty()
        .withValue(key, ConfigValueFactory.fromAnyRef(value, SECTION))
        .withFallback(layers);
  }

  /** How a key is written as a path. */
  public static boolean isKey(String key) {
    try {
      return !ConfigUtil.splitPath(key).isEmpty();
    } catch (com.typesafe.config.ConfigException e) {
      return false;
    }
  }
}
