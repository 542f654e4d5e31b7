package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A section whose keys are the user's. They may be quoted or nested: {@code "a.b" = 1} and {@code
 * a.b = 1} are the same.
 */
final class OpenSection {
  private final Settings settings;
  private final String section;

  OpenSection(Settings settings, String section) {
    this.settings = settings;
    this.section = section;
  }

  /** Gives all values with their keys below the section. */
  void forEach(BiConsumer<String, ConfigValue> taker) {
    collect("", settings.object(section), taker);
  }

  private static void collect(
      String prefix, ConfigObject object, BiConsumer<String, ConfigValue> taker) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(key + ".", inner, taker);
      } else {
        taker.accept(key, entry.getValue());
      }
    }
  }

  /** A value as a text. */
  String text(String key, ConfigValue value) {
    if (value.valueType() == ConfigValueType.NULL || value.valueType() == ConfigValueType.LIST) {
      throw error(key, value, "use one text, number, true or false");
    }
    return value.unwrapped().toString();
  }

  /** Puts a setting where there may be no other of its key. */
  void put(Map<String, String> map, String key, ConfigValue value, String text) {
    if (map.put(key, text) != null) {
      throw error(key, value, "set twice, once in quotes and once without; remove one");
    }
  }

  /** What is wrong with a setting of the section. */
  InvalidConfigException error(String key, ConfigValue value, String advice) {
    return settings.error(section + "." + OneLine.of(key, 200), value, advice);
  }
}
