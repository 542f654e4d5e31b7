package org.gflownet.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.gflownet.job.Main;
import org.gflownet.report.EventFile;
import org.gflownet.run.PlainJson;
import org.gflownet.run.report.RunDocument;
import org.gflownet.spark.RunDirectory;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code metrics.jsonl} grows, and what is left of it when its process is killed. */
class MetricsLogTest {
  /** The places of a run: this machine's own files, files of Hadoop's that could grow or not. */
  private static final String LOCAL = "";

  private static final String GROWING = "faulty://";
  private static final String FIXED = "fixed://";

  @TempDir private Path directory;

  /** Like an object store: a file is what was written at once. */
  public static final class FixedFiles extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("fixed:///");
    }

    @Override
    public String getScheme() {
      return "fixed";
    }

    @Override
    public void setPermission(
        org.apache.hadoop.fs.Path path, org.apache.hadoop.fs.permission.FsPermission permission) {}

    @Override
    public org.apache.hadoop.fs.FSDataOutputStream append(
        org.apache.hadoop.fs.Path file,
        int bufferSize,
        org.apache.hadoop.util.Progressable progress) {
      throw new UnsupportedOperationException("not supported");
    }
  }

  private RunDirectory folder(String scheme) {
    Configuration configuration = new Configuration();
    configuration.setClass(
        "fs.fixed.impl", FixedFiles.class, org.apache.hadoop.fs.FileSystem.class);
    RunDirectory folder = new RunDirectory(scheme + directory.resolve("run"), configuration);
    folder.create();
    return folder;
  }

  private Path file() {
    return directory.resolve("run").resolve(MetricsLog.NAME);
  }

  private String content() throws IOException {
    return Files.readString(file());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, GROWING, FIXED})
  void everyReportIsALine(String scheme) throws IOException {
    MetricsLog log = new MetricsLog(folder(scheme));
    log.resumeAt(0);
    log.add(Map.of("step", 1));
    // A second name, by which the file of the first report can be told from a later one.
    Path first = Files.createLink(directory.resolve("first"), file());
    log.add(Map.of("step", 2));
    log.add(Map.of("step", 3));
    assertThat(content()).isEqualTo("{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
    assertThat(Files.isSameFile(first, file())).isEqualTo(scheme.equals(LOCAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, GROWING, FIXED})
  void aResumedRunCutsWhatIsAfterItsCheckpointAndWhatIsUnfinished(String scheme)
      throws IOException {
    RunDirectory folder = folder(scheme);
    Files.writeString(file(), "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4,\"lo");
    MetricsLog log = new MetricsLog(folder);
    log.resumeAt(2);
    assertThat(content()).isEqualTo("{\"step\":1}\n{\"step\":2}\n");
    log.add(Map.of("step", 3));
    log.add(Map.of("step", 4));
    assertThat(content()).isEqualTo("{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4}\n");
  }

  @Test
  void aLineWithoutItsEndIsNotWhole() throws IOException {
    RunDirectory folder = folder(LOCAL);
    assertThat(MetricsLog.lines(folder)).isEmpty();
    Files.writeString(file(), "{\"step\":1}");
    assertThat(MetricsLog.lines(folder)).isEmpty();
    Files.writeString(file(), "{\"step\":1}\n{\"step\":2}");
    assertThat(MetricsLog.lines(folder)).containsExactly("{\"step\":1}");
    new MetricsLog(folder).resumeAt(2);
    assertThat(content()).isEqualTo("{\"step\":1}\n");
  }

  private void train(String run, String... more) throws IOException {
    Path conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 6 }
        model.hidden = [8]
        train { steps = 40, batch = 4, slices = 1 }
        eval.every = 5
        checkpoint { every = 20, keep-best = false }
        report.tensorboard = true
        cluster.master = "in-process[1]"
        progress.mode = none
        """);
    List<String> args = new ArrayList<>(List.of("train", conf.toString(), "--out", run));
    args.addAll(List.of(more));
    Terminal.Result result = Terminal.of(() -> Main.run(args.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  private static List<Long> steps(List<String> lines) {
    return lines.stream().map(l -> PlainJson.read(l).orElseThrow().path("step").asLong()).toList();
  }

  private List<Long> points(Path run) throws IOException {
    Path events = run.resolve(TensorBoardLog.FOLDER).resolve(TensorBoardLog.NAME);
    return EventFile.decode(Files.readAllBytes(events)).stream()
        .map(EventFile.Event::step)
        .toList();
  }

  private static final List<Long> ALL = List.of(5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L);

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, GROWING})
  void aKilledRunIsShownUpToItsLastWholeLineAndResumed(String scheme) throws IOException {
    String run = scheme + directory.resolve("run");
    train(run);
    // As if the driver had been killed while it wrote the report of step 35.
    List<String> lines = Files.readAllLines(file());
    String half = lines.get(6).substring(0, lines.get(6).length() / 2);
    Files.writeString(file(), String.join("\n", lines.subList(0, 6)) + "\n" + half);
    Path checkpoint = directory.resolve("run/checkpoints/step-00000040/manifest.json");
    Files.delete(checkpoint);
    JsonNode shown = new RunDocument(RunFolder.at(run)).read("run").path("metrics");
    assertThat(shown).hasSize(6);
    assertThat(shown.get(5).path("step").asLong()).isEqualTo(30);

    train(run, "--resume");
    assertThat(steps(Files.readAllLines(file()))).isEqualTo(ALL);
    assertThat(points(directory.resolve("run"))).isEqualTo(ALL);
  }

  @Test
  void aRunThatWasKilledBeforeItsFirstCheckpointBeginsItsLogsAnew() throws IOException {
    String run = directory.resolve("run").toString();
    train(run, "--set", "train.steps=15");
    Files.delete(directory.resolve("run/checkpoints/step-00000015/manifest.json"));
    Files.writeString(file(), "{\"step\":20,", StandardOpenOption.APPEND);
    train(run, "--resume");
    assertThat(steps(Files.readAllLines(file()))).isEqualTo(ALL);
    assertThat(points(directory.resolve("run"))).isEqualTo(ALL);
  }
}
