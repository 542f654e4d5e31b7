package org.gflownet.plugin;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a plug-in: its defaults and what a configuration changes of them.
 *
 * <p>Whole numbers are {@link Long}. Immutable. What does not fit is an {@link
 * IllegalArgumentException} with one line, which users get to see.
 */
public final class PluginSettings {
  private final SortedMap<String, Object> values;

  private PluginSettings(SortedMap<String, Object> values) {
    this.values = Collections.unmodifiableSortedMap(values);
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
    return new PluginSettings(values);
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
    Object usual = canonical(plugin, key, plugin.defaults().get(key));
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
    }
    throw new IllegalArgumentException("use " + kind(usual) + ", as in " + key + " = " + usual);
  }

  private static Object canonical(Plugin plugin, String key, Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
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
