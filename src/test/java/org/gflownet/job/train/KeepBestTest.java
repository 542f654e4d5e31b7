package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.gflownet.job.Main;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The best checkpoint of a run whose best evaluation, at step 140 of 200, falls between two
 * checkpoints: with a large learning rate the policy gets worse again.
 */
class KeepBestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHECKPOINT_EVERY = 40;

  @TempDir private Path directory;
  private Terminal terminal;
  private Path conf;

  @BeforeEach
  void capture() throws IOException {
    conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 6 }
        model.hidden = [16, 16]
        seed = 1
        train { steps = 200, batch = 8, slices = 2, lr = 0.05 }
        eval.every = 10
        checkpoint { every = %d, keep = 1 }
        cluster.master = "in-process[1]"
        progress.mode = none
        """
            .formatted(CHECKPOINT_EVERY));
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  private void train(String run, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("train", conf.toString(), "--out", directory.resolve(run).toString()));
    args.addAll(Arrays.asList(more));
    assertThat(Main.run(args.toArray(String[]::new))).as(terminal.err()).isZero();
  }

  private JsonNode json(String run, String name) throws IOException {
    return JSON.readTree(Files.readString(directory.resolve(run).resolve(name)));
  }

  private JsonNode bestReport(String run) throws IOException {
    List<JsonNode> reports = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      reports.add(JSON.readTree(line));
    }
    return reports.stream()
        .min(Comparator.comparingDouble(report -> report.path("exact.tv").asDouble()))
        .orElseThrow();
  }

  private List<String> checkpoints(String run) throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve(run).resolve("checkpoints"))) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private long bestStep(String run) throws IOException {
    return json(run, "checkpoints/best.json").path("step").asLong(-1);
  }

  /** The content of a model file by entry; the file itself also holds the time of day. */
  private Map<String, String> model(String run, long step) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    Path file = directory.resolve(run).resolve("checkpoints").resolve(name(step));
    try (ZipFile zip = new ZipFile(file.resolve("model.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        entries.put(entry.getName(), HexFormat.of().formatHex(content));
      }
    }
    assertThat(entries).containsKeys("coefficients.bin", "updaterState.bin");
    return entries;
  }

  private static String name(long step) {
    return String.format("step-%08d", step);
  }

  @Test
  void theBestEvaluationBetweenTwoCheckpointsIsKept() throws IOException {
    train("a");
    JsonNode best = bestReport("a");
    long step = best.path("step").asLong();
    assertThat(step % CHECKPOINT_EVERY).isNotZero();
    assertThat(step).isLessThan(200 - CHECKPOINT_EVERY);
    assertThat(bestStep("a")).isEqualTo(step);
    assertThat(checkpoints("a")).containsExactly("best.json", name(step), name(200));

    terminal.clear();
    String run = directory.resolve("a").toString();
    assertThat(Main.run("evaluate", run, "--step", Long.toString(step), "--json")).isZero();
    assertThat(JSON.readTree(terminal.out()).path("exact.tv")).isEqualTo(best.path("exact.tv"));
  }

  @Test
  void aRunThatDoesNotKeepItSavesNothingBetween() throws IOException {
    train("a", "--set", "checkpoint.keep-best=false", "--set", "checkpoint.keep=1000");
    assertThat(checkpoints("a"))
        .containsExactly(name(40), name(80), name(120), name(160), name(200));
  }

  @Test
  void aResumedRunRemembersTheBest() throws IOException {
    train("whole");
    long best = bestReport("whole").path("step").asLong();
    long between = (best / CHECKPOINT_EVERY + 1) * CHECKPOINT_EVERY;
    train("parts", "--set", "train.steps=" + between);
    assertThat(checkpoints("parts")).containsExactly("best.json", name(best), name(between));
    train("parts", "--resume");
    assertThat(checkpoints("parts")).isEqualTo(checkpoints("whole"));
    assertThat(bestStep("parts")).isEqualTo(best);
    for (long step : List.of(best, 200L)) {
      assertThat(model("parts", step)).isEqualTo(model("whole", step));
    }
    assertThat(json("parts", "provenance.json").path("parameters_sha256"))
        .isEqualTo(json("whole", "provenance.json").path("parameters_sha256"));
  }

  /** A driver can be killed between a checkpoint and its mark as the best. */
  @Test
  void aMarkThatWasNotWrittenIsWrittenByTheResumedRun() throws IOException {
    train("whole");
    long best = bestReport("whole").path("step").asLong();
    train("killed", "--set", "train.steps=" + best);
    Files.delete(directory.resolve("killed/checkpoints/best.json"));
    train("killed", "--resume");
    assertThat(bestStep("killed")).isEqualTo(best);
    assertThat(checkpoints("killed")).isEqualTo(checkpoints("whole"));

    Files.delete(directory.resolve("killed/checkpoints/best.json"));
    train("killed", "--resume");
    assertThat(bestStep("killed")).isEqualTo(best);
  }
}
