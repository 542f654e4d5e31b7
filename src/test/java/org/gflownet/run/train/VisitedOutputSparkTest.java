package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose steps visit so much that tasks keep the rows themselves. */
class VisitedOutputSparkTest {
  private static final String COMMON =
      """
      seed = 5
      progress.mode = none
      report.write = false
      checkpoint.every = 3
      visited { enabled = true, every = 100 }
      # With the tasks of a cluster: those of a local master's long jobs leave rows where they are, with the driver.
      train.steps-per-job = 1
      """;

  /** 44 bytes a row, 1.4 MB a step. */
  private static final String GRID =
      COMMON
          + """
          env { ndim = 2, height = 6 }
          model { hidden = [8], engine = vector }
          train { steps = 5, batch = 32768, slices = 3, objective = tb }
          eval { every = 1, samples = 8 }
          """;

  @TempDir private Path directory;

  /** A run and how many files its tasks had kept at its reports. */
  private record Outcome(boolean completed, int mostKept, Map<String, Object> figures) {}

  private List<Path> files(String name) throws IOException {
    Path folder = directory.resolve(name).resolve("visited");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private Outcome train(
      String settings, String name, boolean resume, Session session, BooleanSupplier stop) {
    GflownetConfig config = ConfigLoader.parse(settings, "the test");
    RunFolder folder = RunFolder.at(directory.resolve(name).toString());
    TrainingPlan plan =
        resume ? TrainingPlan.ofResumed(config, folder, false) : TrainingPlan.ofNew(config, folder);
    int[] kept = {0};
    Map<String, Object> last = new HashMap<>();
    try (RunFolder.Held held = plan.hold()) {
      boolean completed =
          plan.run(held, "the test", OptionalInt.empty())
              .on(session)
              .watchedBy(
                  figures -> {
                    last.putAll(figures);
                    kept[0] = Math.max(kept[0], kept(name));
                  })
              .runUnattended(stop);
      last.keySet().removeIf(key -> !key.startsWith("visited"));
      return new Outcome(completed, kept[0], last);
    }
  }

  private int kept(String name) {
    try {
      return (int) files(name).stream().filter(file -> file.toString().contains("attempt")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Session spark() {
    return Session.on(LocalSpark.context());
  }

  private void assertSameFiles(String actual, String expected) throws IOException {
    assertThat(files(expected)).isNotEmpty();
    List<String> names = new ArrayList<>();
    for (Path file : files(expected)) {
      names.add(file.getFileName().toString());
      assertThat(directory.resolve(actual).resolve("visited").resolve(file.getFileName()))
          .hasBinaryContent(Files.readAllBytes(file));
    }
    assertThat(files(actual)).extracting(file -> file.getFileName().toString()).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train { sync = averaging, local-steps = 2, batch = 16384 }",
        "train { sync = pipelined, staleness = 2 }",
        "method { name = random }",
        "method { name = mcmc, mcmc { chains = 300, moves = 100 } }"
      })
  void theTableIsThatOfARunWithoutSpark(String more) throws IOException {
    Outcome expected = train(GRID + more, "plain", false, Session.inProcess(2), () -> false);
    assertThat(expected.mostKept()).isZero();
    Outcome actual = train(GRID + more, "spark", false, spark(), () -> false);
    assertThat(actual.completed()).isTrue();
    assertThat(actual.mostKept()).as("files of tasks").isGreaterThanOrEqualTo(3);
    assertSameFiles("spark", "plain");
  }

  @Test
  void figuresOfMoleculesDoNotNeedTheRows() throws IOException {
    String molecules =
        COMMON
            + """
            env { name = molecule, min-blocks = 3, max-blocks = 3 }
            reward.name = mw
            method.name = random
            train { steps = 1, batch = 16384, slices = 2 }
            eval { every = 1, samples = 8 }
            """;
    Outcome expected = train(molecules, "plain", false, Session.inProcess(2), () -> false);
    Outcome actual = train(molecules, "spark", false, spark(), () -> false);
    assertThat(actual.mostKept()).isEqualTo(2);
    assertThat(expected.figures()).containsKeys("visited.unique", "visited.top1000");
    assertThat(actual.figures()).isEqualTo(expected.figures());
    assertSameFiles("spark", "plain");
  }

  @Test
  void aResumedRunHasEachRowOnce() throws IOException {
    train(GRID, "plain", false, Session.inProcess(2), () -> false);
    int[] steps = {0};
    Outcome cut = train(GRID, "spark", false, spark(), () -> ++steps[0] > 4);
    assertThat(cut.completed()).isFalse();
    // As if the driver had been killed while the step after its last checkpoint was under way.
    Path visited = directory.resolve("spark/visited");
    Files.writeString(visited.resolve(".rows-00000004.token.attempt-7"), "half");
    Files.writeString(visited.resolve(".rows-00000004-marker"), "");
    assertThat(train(GRID, "spark", true, spark(), () -> false).completed()).isTrue();
    assertThat(ParquetFiles.rows(visited))
        .hasSize(5 * 32768)
        .isEqualTo(ParquetFiles.rows(directory.resolve("plain/visited")));
    assertThat(files("spark")).noneMatch(file -> file.getFileName().toString().startsWith("."));
  }
}
