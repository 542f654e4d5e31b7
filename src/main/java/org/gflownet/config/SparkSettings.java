package org.gflownet.config;

import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the open map of Spark's own settings. */
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
  private final OpenSection open;
  private final SortedMap<String, String> map = new TreeMap<>();

  private SparkSettings(Settings settings, String section) {
    this.settings = settings;
    this.section = section;
    this.open = new OpenSection(settings, section);
  }

  /** All settings below a section as Spark takes them. */
  static SortedMap<String, String> read(Settings settings, String section) {
    SparkSettings reader = new SparkSettings(settings, section);
    reader.open.forEach(reader::add);
    return reader.map;
  }

  private void add(String key, ConfigValue value) {
    check(key, value);
    String text = open.text(key, value);
    checkJavaOptions(key, value, text);
    open.put(map, key, value, text);
  }

  private void check(String key, ConfigValue value) {
    if (!key.matches("spark\\.[^\\s=]+")) {
      throw open.error(
          key,
          value,
          "keys of this section start with 'spark.', as in "
              + section
              + ".\"spark.task.maxFailures\" = 8; add the prefix");
    }
    if (RESERVED.containsKey(key)) {
      throw open.error(key, value, RESERVED.get(key));
    }
    if (SECRET.matcher(key).find()) {
      throw settings.errorHidingValue(
          section + "." + key,
          value,
          "settings are copied into run directories, where secrets do not belong; pass it to"
              + " spark-submit with --conf or in the environment");
    }
  }

  private void checkJavaOptions(String key, ConfigValue value, String text) {
    if (key.endsWith(".extraJavaOptions") && text.contains("-Xmx")) {
      throw open.error(
          key,
          value,
          "Spark refuses -Xmx here; use cluster.executor-memory, or --driver-memory of"
              + " spark-submit");
    }
    if (key.equals("spark.executor.extraJavaOptions") && text.contains("-Dspark")) {
      throw open.error(key, value, "Spark refuses -Dspark here; set the key in " + section);
    }
  }
}
