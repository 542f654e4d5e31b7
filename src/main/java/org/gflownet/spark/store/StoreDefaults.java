package org.gflownet.spark.store;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What this project sets of Hadoop's clients where nobody else has: a store that does not answer is
 * given up after half a minute or so, and not after many.
 */
public final class StoreDefaults {
  private static final String OF_HADOOP = "core-default.xml";

  private static final Map<String, String> VALUES =
      Map.of(
          // Tries of the SDK for a request, and of Hadoop for what the SDK has given up.
          "fs.s3a.attempts.maximum", "5",
          "fs.s3a.retry.limit", "4",
          "fs.s3a.connection.establish.timeout", "5000",
          "fs.s3a.connection.timeout", "60000",
          // One request less for every object; Hadoop 3.3.1 and later read such folders.
          "fs.s3a.directory.marker.retention", "keep");

  private StoreDefaults() {}

  /** Sets them where neither a site file nor a setting of Spark has. */
  public static Configuration apply(Configuration configuration) {
    VALUES.forEach(
        (key, value) -> {
          String[] sources = configuration.getPropertySources(key);
          boolean isUntouched =
              sources == null
                  || Arrays.stream(sources).allMatch(source -> source.contains(OF_HADOOP));
          if (isUntouched) {
            configuration.set(key, value, StoreDefaults.class.getSimpleName());
          }
        });
    return configuration;
  }
}
