package org.gflownet.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Typed access to resolved settings that checks type and range and knows where each was written.
 *
 * <p>Looks at raw values: nothing is converted silently, so 1.5 is no whole number and "3" no
 * number. Only the text of environment variables is read as the number or truth value that it
 * spells. Every method throws {@link InvalidConfigException} for a value that does not fit.
 */
final class Settings {
  private static final int MAX_VALUE_LENGTH = 80;
  private static final double MAX_EXACT = 0x1.0p53;

  private final ConfigObject root;
  private final String name;

  /**
   * Settings with a value for every key.
   *
   * @param root resolved, without unknown keys
   * @param name of the configuration, where a value's own place is unknown
   */
  Settings(ConfigObject root, String name) {
    this.root = root;
    this.name = name;
  }

  /** A whole number from {@code min} to {@code max}. */
  long whole(String key, long min, long max) {
    return whole(key, value(key), min, max);
  }

  /** A whole number from {@code min} to {@code max} that fits an int. */
  int count(String key, int min, int max) {
    return (int) whole(key, min, max);
  }

  /** A whole number, or null for none. */
  OptionalLong optionalWhole(String key, long min, long max) {
    return isNull(key) ? OptionalLong.empty() : OptionalLong.of(whole(key, min, max));
  }

  /** A whole number that fits an int, or null for none. */
  OptionalInt optionalCount(String key, int min, int max) {
    return isNull(key) ? OptionalInt.empty() : OptionalInt.of(count(key, min, max));
  }

  /** A whole number that fits an int, or one of some names. */
  NamedCount countOr(List<String> names, String key, int min, int max) {
    if (raw(value(key)) instanceof String text && names.contains(text)) {
      return NamedCount.of(text);
    }
    try {
      return NamedCount.of(count(key, min, max));
    } catch (InvalidConfigException e) {
      throw error(
          key, "use " + String.join(", ", names) + " or a whole number from " + min + " to " + max);
    }
  }

  /** A list of {@code minSize} to {@code maxSize} whole numbers. */
  List<Integer> counts(String key, int minSize, int maxSize, int min, int max) {
    ConfigValue value = value(key);
    String expected =
        String.format(
            "use a list of %d to %d whole numbers, for example [256, 256]", minSize, maxSize);
    if (!(value instanceof ConfigList list)) {
      throw error(key, value, expected);
    }
    if (list.size() < minSize || list.size() > maxSize) {
      throw error(key, value, expected + "; this has " + list.size());
    }
    List<Integer> numbers = new ArrayList<>();
    for (ConfigValue element : list) {
      numbers.add((int) whole(key, element, min, max));
    }
    return List.copyOf(numbers);
  }

  /** A list of so many numbers within bounds. */
  List<Double> numbers(String key, int size, Bounds bounds) {
    return numbers(key, size, size, "use a list of " + size + " numbers " + bounds, bounds);
  }

  /** A list of at most {@code maxSize} numbers within bounds. */
  List<Double> atMostNumbers(String key, int maxSize, Bounds bounds) {
    String expected = "use a list of at most " + maxSize + " numbers " + bounds;
    return numbers(key, 0, maxSize, expected, bounds);
  }

  private List<Double> numbers(
      String key, int minSize, int maxSize, String expected, Bounds bounds) {
    if (!(value(key) instanceof ConfigList list)) {
      throw error(key, expected);
    }
    if (list.size() < minSize || list.size() > maxSize) {
      throw error(key, expected);
    }
    List<Double> numbers = new ArrayList<>();
    for (ConfigValue element : list) {
      if (!(raw(element) instanceof Number number) || !bounds.contains(number.doubleValue())) {
        throw error(key, element, expected);
      }
      numbers.add(number.doubleValue() + 0.0);
    }
    return List.copyOf(numbers);
  }

  /** A finite number within bounds. */
  double number(String key, Bounds bounds) {
    ConfigValue value = value(key);
    Object raw = raw(value);
    String expected = "use a number " + bounds;
    if (!(raw instanceof Number number)) {
      throw error(key, value, expected + kindOf(value));
    }
    if (!bounds.contains(number.doubleValue())) {
      throw error(key, value, expected);
    }
    return number.doubleValue() + 0.0;
  }

  /** A finite number within bounds, or one of some names. */
  NamedNumber numberOr(List<String> names, String key, Bounds bounds) {
    if (raw(value(key)) instanceof String text && names.contains(text)) {
      return NamedNumber.of(text);
    }
    try {
      return NamedNumber.of(number(key, bounds));
    } catch (InvalidConfigException e) {
      throw error(key, "use " + String.join(", ", names) + " or a number " + bounds);
    }
  }

  /** A finite number within bounds, or null for none. */
  OptionalDouble optionalNumber(String key, Bounds bounds) {
    return isNull(key) ? OptionalDouble.empty() : OptionalDouble.of(number(key, bounds));
  }

  /** true or false. */
  boolean flag(String key) {
    ConfigValue value = value(key);
    if (!(raw(value) instanceof Boolean flag)) {
      throw error(key, value, "use true or false" + kindOf(value));
    }
    return flag;
  }

  /** true or false, or null for none. */
  Optional<Boolean> optionalFlag(String key) {
    return isNull(key) ? Optional.empty() : Optional.of(flag(key));
  }

  /**
   * A text.
   *
   * @param expected advice for another type
   */
  String text(String key, String expected) {
    ConfigValue value = value(key);
    if (!(value.unwrapped() instanceof String text)) {
      throw error(key, value, expected + kindOf(value));
    }
    return text;
  }

  /** A text, or null for none. */
  Optional<String> optionalText(String key, String expected) {
    return isNull(key) ? Optional.empty() : Optional.of(text(key, expected));
  }

  /** One of some names, or null for none. */
  Optional<String> optionalName(String key, List<String> names) {
    return isNull(key) ? Optional.empty() : Optional.of(name(key, names, Map.of()));
  }

  /** The name of a file, or null for none. */
  Optional<String> file(FileSetting setting) {
    return optionalText(setting.key(), "use a file name, or null");
  }

  /** One of the names of an enum's values. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, type, Map.of());
  }

  /** One of the names of an enum's values, or null for none. */
  <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    return isNull(key) ? Optional.empty() : Optional.of(choice(key, type));
  }

  /**
   * One of the names of an enum's values.
   *
   * @param refused names that users may know, with what to say about each
   */
  <E extends Enum<E>> E choice(String key, Class<E> type, Map<String, String> refused) {
    return choice(key, List.of(type.getEnumConstants()), refused);
  }

  /** One of the names of some of an enum's values. */
  <E extends Enum<E>> E choice(String key, List<E> values, Map<String, String> refused) {
    String text = name(key, values.stream().map(Kebab::of).toList(), refused);
    return values.stream().filter(v -> Kebab.of(v).equals(text)).findFirst().orElseThrow();
  }

  /** One of some names. */
  String name(String key, List<String> names, Map<String, String> refused) {
    String expected = (names.size() > 1 ? "use one of " : "use ") + String.join(", ", names);
    String text = text(key, expected);
    if (refused.containsKey(text)) {
      throw error(key, refused.get(text));
    }
    if (!names.contains(text)) {
      throw error(key, expected);
    }
    return text;
  }

  /** The open map at a key. */
  ConfigObject object(String key) {
    return (ConfigObject) value(key);
  }

  /**
   * The first of some keys that is not left at its default, else the first: where to put the blame.
   */
  String culprit(String... keys) {
    return Arrays.stream(keys)
        .filter(key -> !Location.isDefault(value(key).origin()))
        .findFirst()
        .orElse(keys[0]);
  }

  /** A complaint about the value of a key. */
  InvalidConfigException error(String key, String advice) {
    return error(key, value(key), advice);
  }

  /** A complaint about a value. */
  InvalidConfigException error(String key, ConfigValue value, String advice) {
    String shown = OneLine.of(value.render(ConfigRenderOptions.concise()), MAX_VALUE_LENGTH);
    return errorHidingValue(key + " = " + shown, value, advice);
  }

  /** A complaint that does not show the value. */
  InvalidConfigException errorHidingValue(String key, ConfigValue value, String advice) {
    return new InvalidConfigException(
        Location.of(value.origin(), name) + ": " + key + ": " + advice);
  }

  /** The value at a key, of any type. */
  ConfigValue value(String key) {
    ConfigValue value = root;
    for (String part : key.split("\\.", -1)) {
      value = ((ConfigObject) value).get(part);
    }
    return value;
  }

  private boolean isNull(String key) {
    return value(key).valueType() == ConfigValueType.NULL;
  }

  private long whole(String key, ConfigValue value, long min, long max) {
    String expected =
        min == Long.MIN_VALUE && max == Long.MAX_VALUE
            ? "use a whole number of 64 bits"
            : "use a whole number from " + min + " to " + max;
    if (!(raw(value) instanceof Number number)) {
      throw error(key, value, expected + kindOf(value));
    }
    // A double beyond 2^53 may not be the number that was written.
    double d = number.doubleValue();
    if (number instanceof Double && (d != Math.rint(d) || Math.abs(d) > MAX_EXACT)) {
      throw error(key, value, expected);
    }
    if (number.longValue() < min || number.longValue() > max) {
      throw error(key, value, expected);
    }
    return number.longValue();
  }

  /** A value as it was written; of environment variables the number or truth value it spells. */
  static Object raw(ConfigValue value) {
    Object raw = value.unwrapped();
    if (raw instanceof String text && Location.isEnvironment(value.origin())) {
      return Literal.of(text);
    }
    return raw;
  }

  private static String kindOf(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING ->
          Literal.of((String) value.unwrapped()) instanceof String
              ? ", not a text"
              : ", without quotes";
      case LIST -> ", not a list";
      case OBJECT -> ", not a section";
      case BOOLEAN -> ", not a truth value";
      case NUMBER -> ", not a number";
      case NULL -> ", not null";
    };
  }
}
