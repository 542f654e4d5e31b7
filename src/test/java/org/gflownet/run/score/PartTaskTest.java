package org.gflownet.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.math.RandomStream;
import org.gflownet.run.score.ScorePlan.Part;
import org.gflownet.run.setup.ConfiguredScorer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTaskTest {
  private static final int ROWS = 23;
  private static final int CHUNK_ROWS = 2;

  @TempDir private Path folder;
  private ConfiguredScorer scorer;
  private GflownetConfig config;

  @BeforeEach
  void configures() {
    config = ConfigLoader.defaults(List.of("env.name=molecule", "reward.name=mw"));
    config = ConfigLoader.with(config, Map.of("cluster.master", "in-process[2]"), "the test");
    scorer = ConfiguredScorer.shared(config);
  }

  private static String rows(int file) {
    StringBuilder text = new StringBuilder("smiles,n\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i == 9 ? "bad(" : "C".repeat(1 + i)).append(',').append(file).append('\n');
    }
    return text.toString();
  }

  private ScoreTable table() throws IOException {
    Path plain = Files.writeString(folder.resolve("a.csv"), rows(0));
    Path zipped = folder.resolve("b.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(rows(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    List<String> files = List.of(plain.toString(), zipped.toString());
    return new ScoreInput(files, new TreeMap<>()).table(null, false);
  }

  private ScorePlan plan(ScoreTable table, ScoreOutput output) {
    ScoreScan scan = new ScoreScan(table, CHUNK_ROWS, output.folder());
    ScoreProgress none =
        new ScoreProgress(Mode.NONE, "count", ScoreProgress.Unit.MEBIBYTES, scan.numBytes());
    try (ScoreWorkers workers = ScoreWorkers.of(config, scorer, "test")) {
      assertThat(scan.run(workers, none, () -> false)).isTrue();
    }
    ScorePlan plan = new ScorePlan(table, CHUNK_ROWS, true, scan.numRows());
    scan.addTo(plan);
    return plan;
  }

  /** What is written when tasks have parts up to where somebody says that the next begins. */
  private String scored(String name, int seed) throws IOException {
    Path path = folder.resolve(name);
    ScoreTable table = table();
    ScoreColumns columns = new ScoreColumns(table.columns(), 0, List.of());
    try (ScoreOutput output = new ScoreOutput(path.toString(), false, new TreeMap<>())) {
      output.hold(60, false);
      output.start(Map.of());
      ScorePlan plan = plan(table, output);
      PartTask.Work work = new PartTask.Work(table, columns, 0, -1, CHUNK_ROWS);
      PartTask task = new PartTask(work, output.place(), scorer);
      ScoreSummary summary = new ScoreSummary();
      for (List<Part> parts : groups(plan.parts(), seed)) {
        summary.add(PartTask.outcome(task.run(parts)).summary().orElseThrow());
      }
      assertThat(summary.lines()).first().isEqualTo("46 rows: 44 scored, 2 invalid");
      ScoreSummary counted = new ScoreSummary();
      plan.parts().forEach(part -> counted.add(output.summary(part.number())));
      assertThat(counted.toJson()).isEqualTo(summary.toJson());
      output.finish(columns, plan.parts().size());
    }
    return Files.readString(path);
  }

  /** Single parts; else some at random, of which a task may lack those between others. */
  private static List<List<Part>> groups(List<Part> parts, int seed) {
    if (seed == 0) {
      return parts.stream().map(List::of).toList();
    }
    RandomStream random = new RandomStream(seed, 0, 0);
    List<List<Part>> groups = new ArrayList<>();
    for (int i = 0; i < seed; i++) {
      groups.add(new ArrayList<>());
    }
    for (Part part : parts) {
      groups.get(random.nextInt(seed)).add(part);
    }
    return groups.stream().filter(group -> !group.isEmpty()).toList();
  }

  @Test
  void whichPartsATaskHasChangesNoByte() throws IOException {
    String expected = scored("0.csv", 0);
    assertThat(expected.lines()).hasSize(2 * ROWS + 1);
    for (int seed = 1; seed < 6; seed++) {
      assertThat(scored(seed + ".csv", seed)).as("%s tasks", seed).isEqualTo(expected);
    }
  }
}
