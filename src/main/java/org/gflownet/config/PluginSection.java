package org.gflownet.config;

import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Plugins;

/** Names of plug-ins, and the open sections with their settings. */
final class PluginSection {
  /** Settings of an environment. */
  static final String ENV = "env.plugin";

  /** Settings of a reward. */
  static final String REWARD = "reward.plugin";

  private static final String HOW = ", or the name of a plug-in whose jar is given by --jars";

  private PluginSection() {}

  /**
   * The name of something that comes along or is a plug-in.
   *
   * @param key of the setting
   * @param own names of what comes along
   * @param kind interface of the plug-ins
   */
  static String name(
      Settings settings, String key, List<String> own, Class<? extends Plugin> kind) {
    List<String> known = known(settings, key, settings.value(key), own, kind);
    String expected = "use one of " + String.join(", ", known) + HOW;
    String text = settings.text(key, expected);
    if (!known.contains(text)) {
      throw settings.error(key, expected);
    }
    return text;
  }

  /** Names of what comes along and, behind them, of the plug-ins. */
  static List<String> known(
      Settings settings,
      String key,
      ConfigValue value,
      List<String> own,
      Class<? extends Plugin> kind) {
    List<String> known = new ArrayList<>(own);
    try {
      known.addAll(Plugins.all(kind, own).keySet());
    } catch (IllegalArgumentException e) {
      throw settings.error(key, value, OneLine.of(e.getMessage(), 400));
    }
    return known;
  }

  /**
   * The settings of a plug-in, defaults filled in.
   *
   * @param section {@link #ENV} or {@link #REWARD}
   * @param plugin that they are for; empty where there is none, and so no settings either
   */
  static SortedMap<String, Object> settings(
      Settings settings, String section, Optional<? extends Plugin> plugin) {
    Map<String, Object> given = new TreeMap<>();
    settings
        .object(section)
        .forEach(
            (key, value) -> {
              String path = section + "." + OneLine.of(key, 80);
              if (plugin.isEmpty()) {
                throw settings.error(
                    path, value, "only plug-ins have settings here; remove it or name the plug-in");
              }
              try {
                given.put(key, PluginSettings.checked(plugin.get(), key, Settings.raw(value)));
              } catch (IllegalArgumentException e) {
                throw settings.error(path, value, e.getMessage());
              }
            });
    return plugin
        .map(p -> PluginSettings.of(p, given).values())
        .orElse(Collections.emptySortedMap());
  }
}
