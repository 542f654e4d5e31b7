package org.gflownet.config;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Section {@code cluster}: where a run takes place. It never changes results, only their speed.
 *
 * @param master Spark's master URL, or {@code in-process} (all processors) or {@code in-process[N]}
 *     for no Spark at all
 * @param executorMemory memory of an executor, as in {@code 4g}; empty leaves it to Spark
 * @param executorCores cores of an executor; empty leaves it to Spark
 * @param maxCores cores that a run takes of a standalone cluster; empty leaves it to Spark
 * @param executorTimeout seconds without any executor after which jobs are given up; empty waits
 *     for ever
 * @param spark further {@code spark.*} settings, sorted, unmodifiable
 */
public record ClusterConfig(
    String master,
    Optional<String> executorMemory,
    OptionalInt executorCores,
    OptionalInt maxCores,
    OptionalInt executorTimeout,
    SortedMap<String, String> spark) {
  /**
   * Keys of Spark's and Hadoop's settings whose values are secrets, as a regular expression that is
   * searched for: what Spark itself hides, and keys to storage that it does not know.
   */
  public static final String SECRET_KEYS =
      "(?i)secret|password|passphrase|token|(access|account|api|private)[.]?key"
          + "|(encryption|signing)[.]key$|credential(?!s?[.]provider)|[.]sas[.]";

  /** The section whose keys are Spark's. */
  static final String OPEN_SECTION = "cluster.spark";

  private static final Pattern IN_PROCESS = Pattern.compile("in-process(\\[(\\*|[1-9]\\d{0,4})])?");
  private static final Pattern SPARK_MASTER =
      Pattern.compile(
          "local(\\[(\\*|[1-9]\\d{0,4})(\\s*,\\s*[1-9]\\d{0,4})?])?"
              + "|local-cluster\\[\\s*[1-9]\\d{0,4}\\s*,\\s*[1-9]\\d{0,4}\\s*,\\s*[1-9]\\d{0,8}\\s*]"
              + "|spark://[^\\s,/:]+:\\d{1,5}(,[^\\s,/:]+:\\d{1,5})*"
              + "|spark://\\[[0-9a-fA-F:]+]:\\d{1,5}|yarn|k8s://\\S+");
  private static final Pattern MEMORY = Pattern.compile("([1-9]\\d{0,8})([kKmMgGtT])[bB]?");
  private static final int MAX_CORES = 100_000;
  private static final int MAX_SECONDS = 10_000_000;
  private static final long MIN_MEBIBYTES = 512;
  private static final String MEMORY_ADVICE = "use a number with a unit, at least 512m, as in 4g";

  /** Copies the map. */
  public ClusterConfig {
    spark = Collections.unmodifiableSortedMap(new TreeMap<>(spark));
  }

  static ClusterConfig read(Settings settings) {
    return new ClusterConfig(
        master(settings),
        memory(settings, "cluster.executor-memory"),
        settings.optionalCount("cluster.executor-cores", 1, MAX_CORES),
        settings.optionalCount("cluster.max-cores", 1, MAX_CORES),
        settings.optionalCount("cluster.executor-timeout", 1, MAX_SECONDS),
        SparkSettings.read(settings, OPEN_SECTION));
  }

  private static String master(Settings settings) {
    String key = "cluster.master";
    String expected =
        "use in-process, in-process[N], local[N], local[*], local-cluster[WORKERS,CORES,MEBIBYTES],"
            + " spark://HOST:PORT, yarn or k8s://URL";
    String master = settings.text(key, expected);
    if (!IN_PROCESS.matcher(master).matches() && !SPARK_MASTER.matcher(master).matches()) {
      throw settings.error(key, expected);
    }
    return master;
  }

  private static Optional<String> memory(Settings settings, String key) {
    Optional<String> memory = settings.optionalText(key, MEMORY_ADVICE);
    if (memory.isPresent() && mebibytes(memory.get()) < MIN_MEBIBYTES) {
      throw settings.error(key, MEMORY_ADVICE);
    }
    return memory;
  }

  /** Mebibytes in Spark's notation, rounded down; -1 for another text. */
  private static long mebibytes(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "k", "K" -> number >> 10;
      case "m", "M" -> number;
      case "g", "G" -> number << 10;
      default -> number << 20;
    };
  }
}
