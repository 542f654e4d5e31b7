package org.gflownet.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.Main;
import org.gflownet.testing.MlflowServer;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.Service.RunStatus;

/** What an MLflow server is told of a run, and what becomes of a run whose server is gone. */
class MlflowLogTest {
  @TempDir private Path directory;

  private Terminal.Result train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("train", "conf/quickstart.conf"));
    args.addAll(List.of("--out", directory.resolve(run).toString(), "--master", "in-process[1]"));
    for (String setting : List.of("model.hidden=[8]", "eval.every=3", "progress.mode=none")) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of("--set", "report.write=false"));
    args.addAll(List.of(more));
    Terminal.Result result = Terminal.of(() -> Main.run(args.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result;
  }

  private static List<String> pairs(List<JsonNode> list) {
    return list.stream().map(n -> n.path("key").asText() + "=" + n.path("value").asText()).toList();
  }

  private static List<Long> steps(List<JsonNode> metrics, String key) {
    return metrics.stream()
        .filter(metric -> metric.path("key").asText().equals(key))
        .map(metric -> metric.path("step").asLong())
        .toList();
  }

  @Test
  void aRunArrivesWithSettingsFiguresAndItsEndAndGoesOnAsOneRun() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      String[] settings = {
        "--set", "report.mlflow.tracking-uri=\"" + server.uri() + "/\"",
        "--set", "report.mlflow.tags={ study = first, \"a.b\" = 2 }",
        "--set", "train.steps=6",
        "--set", "train.lr-schedule.steps=9"
      };
      assertThat(train("grid", settings).err()).doesNotContain("MLflow");
      assertThat(server.asked("experiments/create").get(0).path("name").asText())
          .isEqualTo("gflownet");
      JsonNode created = server.asked("runs/create").get(0);
      assertThat(created.path("experiment_id").asText()).isEqualTo("7");
      assertThat(created.path("run_name").asText()).isEqualTo("grid");
      List<JsonNode> tags = new ArrayList<>();
      created.path("tags").forEach(tags::add);
      assertThat(pairs(tags)).contains("study=first", "a.b=2", "mlflow.runName=grid");
      assertThat(pairs(server.logged("params"))).contains("train.steps=6", "env.name=hypergrid");
      assertThat(server.asked("runs/log-batch"))
          .allMatch(batch -> batch.path("params").size() <= 100);
      List<JsonNode> metrics = server.logged("metrics");
      assertThat(steps(metrics, "loss")).containsExactly(3L, 6L);
      List<String> lines = Files.readAllLines(directory.resolve("grid/metrics.jsonl"));
      JsonNode last = new ObjectMapper().readTree(lines.get(1));
      assertThat(pairs(metrics)).contains("exact.tv=" + last.path("exact.tv").asDouble());
      assertThat(pairs(server.logged("tags"))).anyMatch(t -> t.contains("parameters_sha256="));
      assertThat(server.asked("runs/update").get(0).path("status").asText()).isEqualTo("FINISHED");

      settings[5] = "train.steps=9";
      train("grid", append(settings, "--resume"));
      assertThat(steps(server.logged("metrics"), "loss")).containsExactly(3L, 6L, 9L);
      assertThat(server.asked("runs/create")).hasSize(1);
      assertThat(server.asked("runs/update"))
          .extracting(update -> update.path("status").asText())
          .containsExactly("FINISHED", "RUNNING", "FINISHED");
    }
  }

  private static String[] append(String[] words, String word) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(word);
    return all.toArray(String[]::new);
  }

  @Test
  void aServerThatIsGoneCostsOneLine() throws IOException {
    String uri;
    try (MlflowServer server = new MlflowServer()) {
      uri = server.uri();
    }
    Terminal.Result alone = train("alone", "--set", "train.steps=9");
    Terminal.Result result =
        train(
            "grid",
            "--set",
            "train.steps=9",
            "--set",
            "report.mlflow.tracking-uri=\"" + uri + "\"");
    assertThat(result.err().lines().filter(line -> line.contains("MLflow")).toList())
        .hasSize(1)
        .allMatch(line -> line.startsWith("gflownet: MLflow at " + uri + " lacks reports"))
        .allMatch(line -> line.contains("refused"));
    assertThat(digest(result)).isEqualTo(digest(alone));
    assertThat(directory.resolve("grid/metrics.jsonl")).exists();
  }

  private static String digest(Terminal.Result result) {
    return result.out().lines().filter(line -> line.startsWith("parameters_")).findFirst().get();
  }

  private MlflowRun run(String uri, Map<String, String> environment) {
    GflownetConfig config =
        ConfigLoader.parse("report.mlflow.tracking-uri = \"" + uri + "\"", "test");
    RunFolder folder = RunFolder.at(directory.resolve("r").toString());
    folder.directory().create();
    return new MlflowRun(config, folder.directory(), environment);
  }

  @Test
  void aServerThatNeverAnswersIsWaitedForAsLongAsAgreed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Terminal terminal = new Terminal()) {
      String uri = "http://127.0.0.1:" + silent.getLocalPort();
      long start = System.nanoTime();
      MlflowLog log = new MlflowLog(run(uri, Map.of()), uri, Duration.ofMillis(200));
      for (long step = 1; step <= 20_000; step++) {
        log.add(Map.of("step", step, "loss", 1.0));
      }
      log.ended(RunStatus.FINISHED, Map.of());
      log.close();
      // Of the operating system's minutes there is no trace.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      assertThat(terminal.err().lines().toList())
          .hasSize(1)
          .allMatch(line -> line.startsWith("gflownet: MLflow at " + uri + " lacks reports"));
    }
  }

  @Test
  void nameAndPasswordComeFromTheEnvironment() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      Map<String, String> environment =
          Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "hunter2");
      try (MlflowRun run = run(server.uri(), environment)) {
        run.send(List.of(new MlflowRun.Report(1, 3, Map.of("loss", 0.5))));
      }
      byte[] pair = "me:hunter2".getBytes(StandardCharsets.UTF_8);
      assertThat(server.authorizations())
          .isNotEmpty()
          .containsOnly("Basic " + Base64.getEncoder().encodeToString(pair));
      assertThat(pairs(server.logged("params"))).noneMatch(param -> param.contains("hunter2"));
    }
  }
}
