package org.gflownet.plugin;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings of a plug-in: its defaults and what a configuration changes of them.
 *
 * <p>Whole numbers are {@link Long}. Immutable. What does not fit is an {@link
 * IllegalArgumentException} with one line, which users get to see.
 */
public final class PluginSettings {
  private static final String NO_FILE = "";

  private final SortedMap<String, Object> values;
  private final Function<String, Path> files;

  private PluginSettings(SortedMap<String, Object> values, Function<String, Path> files) {
    this.values = Collections.unmodifiableSortedMap(values);
    this.files = files;
  }

  /**
   * Settings that were checked against their {@link Setting}s.
   *
   * @param values by key: {@link Long}, {@link Double}, {@link String}, lists of numbers, and null
   *     where one that is optional is not set
   */
  public static PluginSettings ofChecked(SortedMap<String, Object> values) {
    return new PluginSettings(new TreeMap<>(values), PluginSettings::noFile);
  }

  /** The same with a way to find the file that a setting names. */
  public PluginSettings withFiles(Function<String, Path> finder) {
    return new PluginSettings(new TreeMap<>(values), finder);
  }

  private static Path noFile(String key) {
    throw new IllegalStateException("there is no file yet where settings are read: " + key);
  }

  /**
   * Settings of a plug-in.
   *
   * @param plugin whose {@link Plugin#defaults} say what there is
   * @param given what differs
   * @throws IllegalArgumentException if it has no such setting, or one of another type
   */
  public static PluginSettings of(Plugin plugin, Map<String, ?> given) {
    SortedMap<String, Object> values = new TreeMap<>();
    plugin.defaults().forEach((key, value) -> values.put(key, canonical(plugin, key, value)));
    new TreeMap<>(given).forEach((key, value) -> values.put(key, checked(plugin, key, value)));
    return new PluginSettings(values, PluginSettings::noFile);
  }

  /**
   * A value that was given for a setting, in the type of its default.
   *
   * @throws IllegalArgumentException if the plug-in has no such setting, or one of another type
   */
  public static Object checked(Plugin plugin, String key, Object value) {
    if (!plugin.defaults().containsKey(key)) {
      throw new IllegalArgumentException(
          plugin.defaults().isEmpty()
              ? plugin.name() + " has no settings; remove it"
              : plugin.name()
                  + " has no such setting; use one of "
                  + String.join(", ", new TreeMap<>(plugin.defaults()).keySet()));
    }
    Object declared = plugin.defaults().get(key);
    Object usual = canonical(plugin, key, declared);
    if (usual instanceof Double && value instanceof Number number) {
      if (Double.isFinite(number.doubleValue())) {
        return number.doubleValue() + 0.0;
      }
    } else if (usual instanceof Long && value instanceof Number number) {
      // A double beyond 2^53 may not be the number that was written.
      double d = number.doubleValue();
      if (d == Math.rint(d) && (!(number instanceof Double) || Math.abs(d) <= 0x1.0p53)) {
        return number.longValue();
      }
    } else if (usual.getClass().isInstance(value)) {
      return value;
    } else if (declared instanceof Setting.FileName) {
      if (declared.equals(value)) {
        return usual;
      }
      throw new IllegalArgumentException("use a file name");
    }
    throw new IllegalArgumentException("use " + kind(usual) + ", as in " + key + " = " + usual);
  }

  private static Object canonical(Plugin plugin, String key, Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Setting.FileName) {
      return NO_FILE;
    }
    if (value instanceof Long
        || value instanceof Boolean
        || value instanceof String
        || (value instanceof Double number && Double.isFinite(number))) {
      return value;
    }
    throw new IllegalArgumentException(
        "the plug-in "
            + plugin.getClass().getName()
            + " has a default that is no number, text or truth value: "
            + key
            + " = "
            + value);
  }

  private static String kind(Object value) {
    if (value instanceof Long) {
      return "a whole number";
    }
    return value instanceof Double
        ? "a number"
        : value instanceof Boolean ? "true or false" : "a text";
  }

  /** All settings by name. */
  public SortedMap<String, Object> values() {
    return values;
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is not within {@code min} to {@code max}
   */
  public int count(String key, int min, int max) {
    long value = value(key, Long.class);
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          key + " = " + value + ": use a whole number from " + min + " to " + max);
    }
    return (int) value;
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if it is not within {@code min} to {@code max}
   */
  public double number(String key, double min, double max) {
    double value = value(key, Double.class);
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          key + " = " + value + ": use a number from " + min + " to " + max);
    }
    return value;
  }

  /** A whole number that is within the bounds of its {@link Setting.Count}. */
  public int count(String key) {
    return Math.toIntExact(value(key, Long.class));
  }

  /** A number that is within the bounds of its {@link Setting.Real}. */
  public double number(String key) {
    return value(key, Double.class);
  }

  /** The numbers of a {@link Setting.Reals}. */
  public List<Double> numbers(String key) {
    return ((List<?>) value(key, List.class)).stream().map(Double.class::cast).toList();
  }

  /** A text; empty where it is not set. */
  public Optional<String> optionalText(String key) {
    return values.get(key) == null ? Optional.empty() : Optional.of(text(key));
  }

  /** The name of a file as the configuration has it; empty where it names none. */
  public Optional<String> fileName(String key) {
    return optionalText(key).filter(name -> !name.equals(NO_FILE));
  }

  /**
   * Where a file can be read on this machine, with the content that it had when its digest was
   * noted.
   *
   * @param key of a {@link Setting.FileName}
   */
  public Path file(String key) {
    return files.apply(key);
  }

  /** A text. */
  public String text(String key) {
    return value(key, String.class);
  }

  /** A truth value. */
  public boolean flag(String key) {
    return value(key, Boolean.class);
  }

  private <T> T value(String key, Class<T> type) {
    Object value = values.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "the plug-in asks for a setting of another type than its default: " + key);
    }
    return type.cast(value);
  }
}
