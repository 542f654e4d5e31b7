package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;
import org.gflownet.config.ClusterConfig;
import org.gflownet.config.ConfigLoader;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.run.score.ScoreOutput;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.ObjectFiles;
import org.gflownet.testing.Terminal;
import org.gflownet.testing.UnreplacingFileSystem;
import org.gflownet.testing.UnreplacingFileSystem.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in folders on stores that do not behave as a disk, and of two processes on one. */
class RunsOnStoresTest {
  @TempDir private Path directory;
  private Path conf;

  @BeforeEach
  void configure() throws IOException {
    ObjectFiles.empty();
    UnreplacingFileSystem.refuseBy(Refusal.THROWS);
    conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 6 }
        model { hidden = [16], engine = vector }
        train { steps = 60, batch = 8, slices = 2, lr = 0.01 }
        eval.every = 20
        checkpoint { every = 10, keep = 2, lease-seconds = 4 }
        visited { enabled = true, every = 10 }
        cluster.master = "in-process[1]"
        progress.mode = none
        report.tensorboard = true
        cluster.spark {
          "spark.hadoop.fs.s3a.impl" = %s
          "spark.hadoop.fs.s3a.impl.disable.cache" = true
        }
        """
            .formatted(ObjectFiles.class.getName()));
  }

  @AfterEach
  void mend() {
    ObjectFiles.empty();
    UnreplacingFileSystem.refuseBy(Refusal.THROWS);
  }

  private Terminal.Result train(String run, String... more) {
    return Terminal.of(() -> Main.run(arguments("train", run, more)));
  }

  private String[] arguments(String command, String run, String... more) {
    List<String> args = new ArrayList<>(List.of(command, conf.toString(), "--out", run));
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }

  private static String digest(Terminal.Result result) {
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result.out().lines().reduce((a, b) -> b).orElseThrow();
  }

  private static void assertOneLine(Terminal.Result result, int exitCode, String... words) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
        .as(result.toString())
        .singleElement()
        .asString()
        .contains(words);
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void trainsInterruptsAndResumesOnObjectsToTheSameBits() {
    String expected = digest(train(directory.resolve("local").toString()));
    ObjectFiles.killAfter(23);
    try {
      train("s3a://bucket/runs/a");
      throw new AssertionError("it was not killed");
    } catch (ObjectFiles.Killed e) {
      ObjectFiles.killAfter(Integer.MAX_VALUE);
    }
    assertThat(digest(train("s3a://bucket/runs/a", "--resume"))).isEqualTo(expected);
    assertThat(ObjectFiles.takeRequests()).doesNotContainKey("COPY");
    assertThat(ObjectFiles.keys())
        .contains(
            "runs/a/config.resolved.conf",
            "runs/a/provenance.json",
            "runs/a/distribution.png",
            "runs/a/report.html",
            "runs/a/checkpoints/step-00000060/manifest.json",
            "runs/a/visited/steps-00000000-00000010.parquet")
        .noneMatch(key -> key.contains("/."));
    assertThat(ObjectFiles.text("runs/a/metrics.jsonl")).hasLineCount(3);
    assertThat(train("s3a://bucket/runs/a").err()).contains("is not empty");
  }

  @Test
  void trainsWhereARenameDoesNotReplace() {
    String expected = digest(train(directory.resolve("local").toString()));
    for (Refusal refusal : List.of(Refusal.THROWS, Refusal.ANSWERS_FALSE)) {
      UnreplacingFileSystem.refuseBy(refusal);
      String run = "steps://" + directory.resolve(refusal.name());
      assertThat(digest(train(run))).isEqualTo(expected);
      assertThat(digest(train(run, "--resume", "--set", "train.steps=60"))).isEqualTo(expected);
    }
  }

  @Test
  void comparesOnObjects() {
    Terminal.Result result =
        Terminal.of(
            () ->
                Main.run(
                    arguments("compare", "s3a://bucket/both", "--grid", "train.lr=0.01,0.001")));
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(ObjectFiles.keys())
        .contains("both/ranking.csv", "both/report.html")
        .noneMatch(key -> key.contains("/."));
    assertThat(ObjectFiles.keys().stream().filter(key -> key.endsWith("outcome.json"))).hasSize(2);
  }

  @Test
  void anotherProcessMayNotWriteMeanwhile() {
    String run = directory.resolve("held").toString();
    String endless = "train.steps=99999999";
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> Main.run(arguments("train", run, "--set", endless)));
    Path checkpoints = directory.resolve("held/checkpoints");
    Eventually.until(
        "a checkpoint", Duration.ofMinutes(1), () -> first.isDone() || Files.exists(checkpoints));
    assertThat(first).isNotDone();
    assertOneLine(
        train(run, "--resume", "--set", endless),
        ExitCode.USER,
        "is written by process " + ProcessHandle.current().pid(),
        "checkpoint.lease-seconds");
    // It gives up by itself once it is another's.
    Terminal.Result lost =
        Terminal.of(
            () -> {
              try (var files = Files.list(directory.resolve("held"))) {
                Path lease =
                    files
                        .filter(file -> file.getFileName().toString().startsWith(".lease-"))
                        .findFirst()
                        .orElseThrow();
                Files.writeString(
                    directory.resolve("held/.lease-00000099.json"),
                    Files.readString(lease).replaceFirst("\"id\":\"..", "\"id\":\"zz"));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              return first.join();
            });
    assertOneLine(lost, ExitCode.FAULT, "may not write into", "has taken it over; it ends");
    assertThat(directory.resolve("held/.lease-00000099.json")).exists();
  }

  @Test
  void tasksThatAreWholeRunsAreStartedOnceEach() {
    ClusterConfig cluster =
        ConfigLoader.load(conf, List.of("cluster.spark.\"spark.speculation\"=true")).cluster();
    assertThat(cluster.spark()).containsEntry("spark.speculation", "true");
    SparkConf none = SparkSessions.withoutSpeculation(new SparkConf(false), cluster);
    assertThat(none.getBoolean("spark.speculation", true)).isFalse();
    SparkConf submitted = new SparkConf(false).set("spark.speculation", "true");
    SparkSessions.withoutSpeculation(submitted, cluster);
    assertThat(submitted.getBoolean("spark.speculation", true)).isFalse();
  }

  /** Of two that score into the same file, the second is refused while the first has it. */
  @Test
  void anOutputOfScoresIsOneProcesssToo() throws IOException {
    String output = directory.resolve("scored.csv").toString();
    ScoreOutput first = new ScoreOutput(output, false, new TreeMap<>());
    try (first) {
      first.hold(60, false);
      first.start(Map.of("reward.name", "mw"));
      Path in = Files.writeString(directory.resolve("in.csv"), "smiles\nCCO\n");
      for (String more : List.of("--resume", "--overwrite")) {
        Terminal.Result second =
            Terminal.of(
                () ->
                    Main.run(
                        "score",
                        "--reward",
                        "mw",
                        in.toString(),
                        output,
                        "--master",
                        "in-process",
                        more));
        assertOneLine(second, ExitCode.USER, "is written by process", "(score)");
      }
      assertThat(first.has(0)).isFalse();
    }
    assertThat(directory.resolve("scored.csv.parts/manifest.json")).exists();
    assertThat(directory.resolve("scored.csv.parts").toFile().list())
        .containsExactlyInAnyOrder("manifest.json", "rows");
  }
}
