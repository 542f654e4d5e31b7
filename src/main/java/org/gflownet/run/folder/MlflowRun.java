package org.gflownet.run.folder;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MlflowConfig;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.RunDirectory;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * The run on an MLflow server that belongs to a run folder: made at the first call that gets
 * through, taken up again after a resume. Calls wait for the server, and throw {@link
 * MlflowClientException} where it fails. Not thread-safe.
 */
final class MlflowRun implements AutoCloseable {
  /** Id of the run, in the run folder. */
  static final String NAME = "mlflow-run-id";

  // What one call of log-batch may hold, by MLflow's documentation of its REST interface.
  private static final int MAX_METRICS = 1000;
  private static final int MAX_PARAMS = 100;
  private static final int MAX_VALUE = 500;
  private static final int MAX_ID_BYTES = 1000;
  private static final int NOT_FOUND = 404;

  private final GflownetConfig config;
  private final RunDirectory directory;
  private final MlflowClient client;
  private String id;
  private long lastStep = -1;

  /**
   * The run of a folder; asks nothing of the server yet.
   *
   * @param environment variables of the process, which may hold a name and password or a token
   */
  MlflowRun(GflownetConfig config, RunDirectory directory, Map<String, String> environment) {
    this.config = config;
    this.directory = directory;
    this.client = client(settings().trackingUri().orElseThrow(), environment);
  }

  /**
   * The figures of one report.
   *
   * @param millis when they were known, since 1970
   */
  record Report(long millis, long step, Map<String, Double> figures) {}

  private MlflowConfig settings() {
    return config.report().mlflow();
  }

  /** Databricks has its own file of names and passwords; elsewhere they are MLflow's variables. */
  private static MlflowClient client(String uri, Map<String, String> environment) {
    if (uri.startsWith("databricks")) {
      return new MlflowClient(uri);
    }
    return new MlflowClient(
        new BasicMlflowHostCreds(
            uri.replaceFirst("/+$", ""),
            environment.get("MLFLOW_TRACKING_USERNAME"),
            environment.get("MLFLOW_TRACKING_PASSWORD"),
            environment.get("MLFLOW_TRACKING_TOKEN"),
            "true".equals(environment.get("MLFLOW_TRACKING_INSECURE_TLS"))));
  }

  /** Sends reports, but for those that are there already. */
  void send(List<Report> reports) {
    begin();
    List<Metric> metrics = new ArrayList<>();
    long step = lastStep;
    for (Report report : reports) {
      if (report.step() <= lastStep) {
        continue;
      }
      if (metrics.size() + report.figures().size() > MAX_METRICS) {
        send(metrics, step);
      }
      metrics.addAll(metrics(report));
      step = report.step();
    }
    send(metrics, step);
  }

  /** Sends and clears metrics, which end with those of a step. */
  private void send(List<Metric> metrics, long step) {
    if (!metrics.isEmpty()) {
      client.logBatch(id, metrics, List.of(), List.of());
      metrics.clear();
      lastStep = step;
    }
  }

  private static List<Metric> metrics(Report report) {
    return report.figures().entrySet().stream()
        .map(
            figure ->
                Metric.newBuilder()
                    .setKey(figure.getKey())
                    .setValue(figure.getValue())
                    .setTimestamp(report.millis())
                    .setStep(report.step())
                    .build())
        .toList();
  }

  /** Tells how the run ended. */
  void end(RunStatus status, Map<String, String> tags) {
    begin();
    client.logBatch(id, List.of(), List.of(), tags(tags));
    client.setTerminated(id, status);
  }

  private void begin() {
    if (id != null) {
      return;
    }
    Optional<Run> earlier = earlier();
    if (earlier.isPresent()) {
      resume(earlier.get());
    } else {
      String created = create();
      directory.replaceText(NAME, created + "\n");
      logSettings(created);
      id = created;
    }
  }

  /** Goes on with a run, with what is missing of its settings. */
  private void resume(Run run) {
    String found = run.getInfo().getRunId();
    if (run.getData().getParamsCount() < params().size()) {
      logSettings(found);
    }
    for (Metric metric : run.getData().getMetricsList()) {
      lastStep = Math.max(lastStep, metric.getStep());
    }
    Map<String, Object> update = Map.of("run_id", found, "status", RunStatus.RUNNING.name());
    client.sendPost("runs/update", PlainJson.text(update));
    id = found;
  }

  private void logSettings(String run) {
    List<Param> params = params();
    for (int i = 0; i < params.size(); i += MAX_PARAMS) {
      List<Param> some = params.subList(i, Math.min(i + MAX_PARAMS, params.size()));
      client.logBatch(run, List.of(), some, List.of());
    }
  }

  /** What the server knows of the run that an earlier process began. */
  private Optional<Run> earlier() {
    if (!directory.exists(NAME)) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.getRun(directory.readText(NAME, MAX_ID_BYTES).strip()));
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String create() {
    String experiment =
        client
            .getExperimentByName(settings().experiment())
            .map(found -> found.getExperimentId())
            .orElseGet(() -> client.createExperiment(settings().experiment()));
    String folder = directory.location().replaceFirst("/+$", "");
    String name = settings().runName().orElse(folder.substring(folder.lastIndexOf('/') + 1));
    Map<String, String> tags = new LinkedHashMap<>(settings().tags());
    tags.put("gflownet.version", BuildInfo.version());
    tags.put("gflownet.commit", BuildInfo.commit());
    tags.put("gflownet.run_folder", folder);
    // Servers before 2.0 know the name as a tag alone.
    tags.put("mlflow.runName", name);
    return client
        .createRun(
            CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setRunName(name)
                .setStartTime(System.currentTimeMillis())
                .addAllTags(tags(tags))
                .build())
        .getRunId();
  }

  private static List<RunTag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> RunTag.newBuilder().setKey(tag.getKey()).setValue(tag.getValue()).build())
        .toList();
  }

  /** Every setting. */
  private List<Param> params() {
    Config all = ConfigFactory.parseString(config.render());
    Map<String, String> sorted = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : all.entrySet()) {
      String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      String value = String.valueOf(entry.getValue().unwrapped());
      sorted.put(key, value.substring(0, Math.min(value.length(), MAX_VALUE)));
    }
    return sorted.entrySet().stream()
        .map(e -> Param.newBuilder().setKey(e.getKey()).setValue(e.getValue()).build())
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
