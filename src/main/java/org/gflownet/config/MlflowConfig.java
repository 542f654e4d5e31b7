package org.gflownet.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Section {@code report.mlflow}: an MLflow server that is told of the run, too.
 *
 * @param trackingUri address of the server, or {@code databricks} or {@code databricks://PROFILE};
 *     empty for none
 * @param experiment name of the experiment that runs belong to
 * @param runName name of the run; empty for that of the run folder
 * @param tags of the run, sorted, unmodifiable
 */
public record MlflowConfig(
    Optional<String> trackingUri,
    String experiment,
    Optional<String> runName,
    SortedMap<String, String> tags) {
  /** The section whose keys are the user's. */
  static final String OPEN_SECTION = "report.mlflow.tags";

  /** Where an address with a password in it has words of its own. */
  static final String URI_KEY = "report.mlflow.tracking-uri";

  private static final String URI_ADVICE =
      "use http://HOST:PORT, https://HOST, databricks or databricks://PROFILE";
  private static final Pattern DATABRICKS = Pattern.compile("databricks(://[\\w.:-]+)?");
  private static final Pattern TAG = Pattern.compile("[\\w./ -]{1,250}");

  /** Copies the map. */
  public MlflowConfig {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  static MlflowConfig read(Settings settings) {
    SortedMap<String, String> tags = new TreeMap<>();
    OpenSection open = new OpenSection(settings, OPEN_SECTION);
    open.forEach(
        (key, value) -> {
          if (!TAG.matcher(key).matches()) {
            throw open.error(key, value, "name tags with letters, digits and . / _ - alone");
          }
          open.put(tags, key, value, open.text(key, value));
        });
    return new MlflowConfig(
        trackingUri(settings),
        name(settings, "report.mlflow.experiment"),
        settings
            .optionalText("report.mlflow.run-name", "name the run")
            .map(name -> name(settings, "report.mlflow.run-name")),
        tags);
  }

  private static String name(Settings settings, String key) {
    String name = settings.text(key, "use a name");
    if (name.isBlank()) {
      throw settings.error(key, "use a name");
    }
    return name;
  }

  private static Optional<String> trackingUri(Settings settings) {
    Optional<String> text = settings.optionalText(URI_KEY, URI_ADVICE);
    if (text.isEmpty() || DATABRICKS.matcher(text.get()).matches()) {
      return text;
    }
    if (text.get().contains("@")) {
      throw settings.errorHidingValue(
          URI_KEY,
          settings.value(URI_KEY),
          "settings are copied into run directories, where secrets do not belong; leave out what"
              + " stands before @ and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or"
              + " MLFLOW_TRACKING_TOKEN, in the environment");
    }
    if (!isAddress(text.get())) {
      throw settings.error(URI_KEY, URI_ADVICE);
    }
    return text;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isHttp && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
