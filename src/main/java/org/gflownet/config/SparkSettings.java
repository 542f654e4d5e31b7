package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the open map of Spark's own settings. Keys may be quoted or nested: {@code "spark.a.b" = 1}
 * and {@code spark.a.b = 1} are the same.
 */
final class SparkSettings {
  private static final String FIXED = "gflownet-spark sets this itself; remove it";

  private static final String TOO_LATE =
      "the driver runs already when this is read; give spark-submit --driver-memory instead";

  /** Keys that may not be set, with what to do instead. */
  private static final Map<String, String> RESERVED =
      Map.of(
          "spark.serializer",
          FIXED,
          "spark.kryo.registrator",
          FIXED,
          "spark.kryo.registrationRequired",
          FIXED,
          "spark.master",
          "use cluster.master",
          "spark.executor.memory",
          "use cluster.executor-memory",
          "spark.executor.cores",
          "use cluster.executor-cores",
          "spark.cores.max",
          "use cluster.max-cores",
          "spark.driver.memory",
          TOO_LATE);

  private static final Pattern SECRET = Pattern.compile(ClusterConfig.SECRET_KEYS);

  private final Settings settings;
  private final String section;
  private final SortedMap<String, String> map = new TreeMap<>();

  private SparkSettings(Settings settings, String section) {
    this.settings = settings;
    this.section = section;
  }

  /** All settings below a section as Spark takes them. */
  static SortedMap<String, String> read(Settings settings, String section) {
    SparkSettings reader = new SparkSettings(settings, section);
    reader.collect("", settings.object(section));
    return reader.map;
  }

  private void collect(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(key + ".", inner);
      } else {
        add(key, entry.getValue());
      }
    }
  }

  private void add(String key, ConfigValue value) {
    check(key, value);
    String text = text(key, value);
    checkJavaOptions(key, value, text);
    if (map.put(key, text) != null) {
      throw error(key, value, "set twice, once in quotes and once without; remove one");
    }
  }

  private void check(String key, ConfigValue value) {
    if (!key.matches("spark\\.[^\\s=]+")) {
      throw error(
          key,
          value,
          "keys of this section start with 'spark.', as in "
              + section
              + ".\"spark.task.maxFailures\" = 8; add the prefix");
    }
    if (RESERVED.containsKey(key)) {
      throw error(key, value, RESERVED.get(key));
    }
    if (SECRET.matcher(key).find()) {
      throw settings.errorHidingValue(
          section + "." + key,
          value,
          "settings are copied into run directories, where secrets do not belong; pass it to"
              + " spark-submit with --conf or in the environment");
    }
  }

  private String text(String key, ConfigValue value) {
    if (value.valueType() == ConfigValueType.NULL || value.valueType() == ConfigValueType.LIST) {
      throw error(key, value, "use one text, number, true or false");
    }
    return value.unwrapped().toString();
  }

  private void checkJavaOptions(String key, ConfigValue value, String text) {
    if (key.endsWith(".extraJavaOptions") && text.contains("-Xmx")) {
      throw error(
          key,
          value,
          "Spark refuses -Xmx here; use cluster.executor-memory, or --driver-memory of"
              + " spark-submit");
    }
    if (key.equals("spark.executor.extraJavaOptions") && text.contains("-Dspark")) {
      throw error(key, value, "Spark refuses -Dspark here; set the key in " + section);
    }
  }

  private InvalidConfigException error(String key, ConfigValue value, String advice) {
    return settings.error(section + "." + OneLine.of(key, 200), value, advice);
  }
}
