package org.gflownet.run.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.score.LookTask.Split;
import org.gflownet.run.score.ScorePlan.Part;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.spark.StorageException;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where executors do not see what the driver sees. */
class ScoreWorkersSparkTest {
  /** All rows. */
  private static final Part WHOLE = new Part(0, 0, 7, 0, 3);

  @TempDir private Path folder;
  private GflownetConfig config;
  private ConfiguredScorer scorer;
  private ScoreTable table;

  @BeforeEach
  void writesATable() throws IOException {
    Path in = Files.writeString(folder.resolve("in.csv"), "smiles\nC\nCC\nCCC\n");
    config = ConfigLoader.defaults(List.of("env.name=molecule", "reward.name=mw"));
    config = ConfigLoader.with(config, Map.of("cluster.master", "in-process[2]"), "the test");
    scorer = ConfiguredScorer.shared(config);
    table = new ScoreInput(List.of(in.toString()), new TreeMap<>()).table(null, false);
  }

  private PartTask task(PartFiles.Place place) {
    ScoreColumns columns = new ScoreColumns(table.columns(), 0, List.of());
    PartTask.Work work = new PartTask.Work(table, columns, 0, -1, 2);
    return new PartTask(work, place, scorer);
  }

  private static Optional<ScoreSummary> summary(PartTask task) {
    return PartTask.outcome(task.run(List.of(WHOLE))).summary();
  }

  private ScoreOutput output() {
    ScoreOutput output =
        new ScoreOutput(folder.resolve("out.csv").toString(), false, new TreeMap<>());
    output.hold(60, false);
    output.start(Map.of());
    return output;
  }

  @Test
  void whoDoesNotSeeTheLeaseWritesNothing() throws IOException {
    try (ScoreOutput output = output()) {
      PartFiles.Place own = output.place();
      SharedFolder elsewhere =
          new SharedFolder(folder.resolve("elsewhere").toString(), new TreeMap<>());
      PartFiles.Place other = new PartFiles.Place(elsewhere, elsewhere, own.mark(), false, false);
      assertThat(summary(task(other))).isEmpty();
      assertThat(folder.resolve("elsewhere")).doesNotExist();
      assertThat(summary(task(own))).isPresent();
      assertThat(isSeen(elsewhere, 16)).isFalse();
    }
  }

  private boolean isSeen(SharedFolder output, long length) {
    Split split = new Split(0, 0, 0, 100, length);
    String json = new LookTask(table, 2, output).run(List.of(split));
    return LookTask.seen(json).get(0).isSeen();
  }

  @Test
  void aFileOfAnotherLengthIsNotTheDrivers() {
    try (ScoreOutput output = output()) {
      for (long length : new long[] {16, 17}) {
        assertThat(isSeen(output.folder(), length)).isEqualTo(length == 16);
      }
    }
  }

  @Test
  void theDriverReadsAndWritesWhereExecutorsDoNotSeeTheFiles() throws IOException {
    LocalSpark.end();
    GflownetConfig local = ConfigLoader.with(config, Map.of("cluster.master", "local[2]"), "it");
    try (ScoreOutput output = output()) {
      SharedFolder elsewhere =
          new SharedFolder(folder.resolve("elsewhere").toString(), new TreeMap<>());
      PartFiles.Place place =
          new PartFiles.Place(
              elsewhere, output.place().rows(), output.place().mark(), false, false);
      PartFiles files = output.files(new ScoreColumns(table.columns(), 0, List.of()));
      Terminal.Result result =
          Terminal.of(
              () -> {
                try (ScoreWorkers workers = ScoreWorkers.of(local, scorer, "test")) {
                  for (int i = 0; i < 2; i++) {
                    ScoreSummary all = new ScoreSummary();
                    PartScoring scoring =
                        new PartScoring(
                            task(place),
                            List.of(List.of(WHOLE)),
                            files,
                            workers::score,
                            (parts, counts) -> all.add(counts));
                    assertThat(workers.run(scoring, () -> false)).isTrue();
                    assertThat(all.rows()).isEqualTo(3);
                  }
                }
                return 0;
              });
      assertThat(result.err().lines().filter(line -> line.startsWith("gflownet:")))
          .singleElement()
          .asString()
          .contains("executors do not see " + table.files().get(0));
      assertThat(files.has(0)).isTrue();
      assertThat(output.summary(0).rows()).isEqualTo(3);
    }
  }

  @Test
  void whatIsWrongOnAnExecutorComesBackInOneLine() throws IOException {
    try (ScoreOutput output = output()) {
      Files.writeString(folder.resolve("in.csv"), "smiles\nC\nCC\n");
      assertThatThrownBy(() -> summary(task(output.place())))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("in.csv: it has changed since its rows were counted");
      Files.writeString(folder.resolve("in.csv"), "smiles\nC\nCC\nCCC\n");
      PartFiles.Place own = output.place();
      Path file = Files.writeString(folder.resolve("file"), "");
      SharedFolder noFolder = new SharedFolder(file + "/rows", new TreeMap<>());
      PartFiles.Place bad = new PartFiles.Place(own.counts(), noFolder, own.mark(), false, false);
      assertThatThrownBy(() -> summary(task(bad)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot write part-00000000-" + own.mark());
      assertThat(folder.resolve("out.csv.parts/rows")).isEmptyDirectory();
    }
  }
}
