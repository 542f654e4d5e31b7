package org.gflownet.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.ScoringPlugin;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.reward.chem.Scorers;

/**
 * The sections below {@code reward}: {@code docking} and so on for the scores that come along,
 * {@code plugin} for one in a jar of its own.
 *
 * @param byName checked values by name of the section; null where an optional one is not set
 */
public record RewardSections(SortedMap<String, SortedMap<String, Object>> byName)
    implements ResolvedText.Inlined {
  /** Section of a reward in a jar of its own. */
  static final String PLUGIN = "plugin";

  /** Copies the values. */
  public RewardSections {
    SortedMap<String, SortedMap<String, Object>> copies = new TreeMap<>();
    byName.forEach(
        (name, values) ->
            copies.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
    byName = Collections.unmodifiableSortedMap(copies);
  }

  /**
   * Reads all of them.
   *
   * @param plugin the plug-in in use; empty if there is none
   */
  static RewardSections read(Settings settings, Optional<? extends ScoringPlugin> plugin) {
    SortedMap<String, SortedMap<String, Object>> sections = new TreeMap<>();
    for (OwnScorer scorer : Scorers.own().values()) {
      SortedMap<String, Object> values = new TreeMap<>();
      new TreeMap<>(scorer.settings())
          .forEach(
              (key, setting) -> values.put(key, value(settings, key(scorer.name(), key), setting)));
      if (!values.isEmpty()) {
        sections.put(scorer.name(), values);
      }
    }
    sections.put(PLUGIN, PluginSection.settings(settings, PluginSection.REWARD, plugin));
    return new RewardSections(sections);
  }

  private static Object value(Settings settings, String key, Setting setting) {
    if (setting instanceof Setting.Count count) {
      return (long) settings.count(key, count.min(), count.max());
    } else if (setting instanceof Setting.Real real) {
      return settings.number(key, bounds(real));
    } else if (setting instanceof Setting.Reals reals) {
      return settings.numbers(key, reals.size(), bounds(reals.each()));
    } else if (setting instanceof Setting.Choice choice) {
      Optional<String> name =
          choice.isOptional()
              ? settings.optionalName(key, choice.names())
              : Optional.of(settings.name(key, choice.names(), Map.of()));
      return name.orElse(null);
    } else if (setting instanceof Setting.Directory) {
      return settings.optionalText(key, "use a directory, or null").orElse(null);
    }
    return settings.file(new FileSetting(key)).orElse(null);
  }

  private static Bounds bounds(Setting.Real real) {
    return new Bounds(real.low(), real.isLowOpen(), real.high(), false);
  }

  private static String key(String name, String key) {
    return "reward." + name + "." + key;
  }

  /** Where the settings of a score are: its name, or {@code plugin}. */
  static String of(ScoringPlugin scorer) {
    return scorer instanceof OwnScorer ? scorer.name() : PLUGIN;
  }

  /** The settings of a score, without files. */
  PluginSettings settings(ScoringPlugin scorer) {
    return PluginSettings.ofChecked(byName.getOrDefault(of(scorer), Collections.emptySortedMap()));
  }

  /** The files that the settings of a score name. */
  Map<FileSetting, String> files(ScoringPlugin scorer) {
    PluginSettings settings = settings(scorer);
    Map<FileSetting, String> files = new TreeMap<>();
    for (String key : scorer.files().keySet()) {
      settings
          .fileName(key)
          .ifPresent(file -> files.put(FileSetting.ofReward(of(scorer), key), file));
    }
    return files;
  }

  /** Keys of the settings that no result depends on. */
  static List<String> directories() {
    return Scorers.own().values().stream()
        .flatMap(
            scorer ->
                scorer.settings().entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Setting.Directory)
                    .map(entry -> key(scorer.name(), entry.getKey())))
        .sorted()
        .toList();
  }

  @Override
  public Map<String, ?> entries() {
    return byName;
  }
}
