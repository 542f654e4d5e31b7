package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks that settings have the shape of the defaults: no other keys, sections where they are. */
final class UnknownKeys {
  private static final Set<String> OPEN =
      Set.of(
          ClusterConfig.OPEN_SECTION,
          FileDigests.SECTION,
          MlflowConfig.OPEN_SECTION,
          PluginSection.ENV,
          PluginSection.REWARD);

  private final ConfigObject reference;
  private final String name;

  private UnknownKeys(ConfigObject reference, String name) {
    this.reference = reference;
    this.name = name;
  }

  /**
   * Complains about the first key, in alphabetical order, that the defaults do not have.
   *
   * @param reference the defaults
   * @param root resolved settings
   * @param name of the configuration, for messages
   */
  static void check(ConfigObject reference, ConfigObject root, String name) {
    new UnknownKeys(reference, name).check("", reference, root);
  }

  private void check(String prefix, ConfigObject expected, ConfigObject actual) {
    new TreeMap<>(actual)
        .forEach(
            (key, value) -> {
              ConfigValue known = expected.get(key);
              if (known == null) {
                throw unknown(prefix, expected, key, value);
              }
              check(prefix + key, known, value);
            });
  }

  private void check(String path, ConfigValue known, ConfigValue value) {
    boolean isSection = known instanceof ConfigObject;
    if (isSection && !(value instanceof ConfigObject)) {
      throw error(
          path + " = " + OneLine.of(value.render(ConfigRenderOptions.concise()), 80),
          value,
          "this is a section; set its keys, as in " + example(path, (ConfigObject) known));
    }
    if (!isSection
        && value instanceof ConfigObject
        && known.valueType() != ConfigValueType.OBJECT) {
      throw error(path, value, "this is one setting, not a section; write " + path + " = ...");
    }
    boolean isOpen = OPEN.contains(path);
    if (isSection && !isOpen) {
      check(path + ".", (ConfigObject) known, (ConfigObject) value);
    }
  }

  private static String example(String path, ConfigObject section) {
    if (path.equals(FileDigests.SECTION)) {
      return path + ".\"env.vocabulary\" = ...";
    }
    if (path.equals(PluginSection.ENV) || path.equals(PluginSection.REWARD)) {
      return path + ".size = 3";
    }
    if (path.equals(MlflowConfig.OPEN_SECTION)) {
      return path + ".study = first";
    }
    String key =
        section.isEmpty() ? "\"spark.task.maxFailures\"" : section.keySet().iterator().next();
    return path + "." + key + " = ...";
  }

  private InvalidConfigException unknown(
      String prefix, ConfigObject expected, String key, ConfigValue value) {
    Optional<String> nearest = KeySuggestions.nearest(reference, prefix + key);
    String advice =
        nearest
            .map(suggestion -> "did you mean " + suggestion + "?")
            .orElseGet(
                () ->
                    "use one of "
                        + String.join(", ", new TreeSet<>(expected.keySet()))
                        + " here (reference.conf describes them)");
    return error(prefix + ConfigUtil.joinPath(key), value, "unknown key; " + advice);
  }

  private InvalidConfigException error(String key, ConfigValue value, String advice) {
    return new InvalidConfigException(
        Location.of(value.origin(), name) + ": " + OneLine.of(key, 120) + ": " + advice);
  }
}
