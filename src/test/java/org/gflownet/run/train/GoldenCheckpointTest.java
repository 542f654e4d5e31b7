package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.gflownet.job.Main;
import org.gflownet.run.folder.Provenance;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Setup;
import org.gflownet.train.Checkpoint;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Run folders that earlier versions have written; each must be read for ever, and gone on with.
 *
 * <p>A folder {@code golden/NAME} holds the configuration and a checkpoint that {@code train}
 * wrote, in {@code expected.json} what was in it when it was written, and in {@code keys.txt} all
 * settings that there were ({@code GoldenConfigurationTest}). A change of the format adds a folder
 * and keeps the others.
 */
class GoldenCheckpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("src/test/resources/org/gflownet/run/train/golden");

  @TempDir private Path directory;

  static Stream<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void loadsAndGoesOn(String name) throws IOException {
    Path run = directory.resolve("run");
    copy(GOLDEN.resolve(name), run);
    JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
    Files.delete(run.resolve("expected.json"));
    Files.delete(run.resolve("keys.txt"));

    RunFolder folder = RunFolder.at(run.toString());
    Checkpoint checkpoint = folder.checkpoint(Setup.of(folder.config(List.of())), null);
    long step = expected.path("step").asLong();
    assertThat(checkpoint.counters().step()).isEqualTo(step);
    assertThat(checkpoint.counters().trajectories())
        .isEqualTo(expected.path("trajectories").asLong());
    assertThat(checkpoint.counters().transitions())
        .isEqualTo(expected.path("transitions").asLong());
    assertThat(checkpoint.seed()).isEqualTo(expected.path("seed").asLong());
    assertThat(Provenance.sha256(checkpoint.parameters()))
        .isEqualTo(expected.path("parameters_sha256").asText());
    assertThat(Provenance.sha256(checkpoint.updaterState()))
        .isEqualTo(expected.path("updater_sha256").asText());
    assertThat(checkpoint.previousParameters())
        .hasSize(expected.path("previous_parameters").asInt());
    assertThat(String.join(" ", checkpoint.sections().keySet()))
        .isEqualTo(expected.path("sections").asText());

    String more = "train.steps=" + (step + 10);
    Path conf = run.resolve(RunFolder.CONFIG);
    Path copy = Files.copy(conf, directory.resolve("again.conf"));
    assertThat(
            Main.run("train", copy.toString(), "--out", run.toString(), "--resume", "--set", more))
        .isZero();
    assertThat(folder.checkpoint(Setup.of(folder.config(List.of())), null).counters().step())
        .isEqualTo(step + 10);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
