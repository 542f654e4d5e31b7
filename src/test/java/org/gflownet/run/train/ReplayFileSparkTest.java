package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.job.Main;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.ReplayFile;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on backward trajectories from a file of good objects. */
class ReplayFileSparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private String settings(String cells, String more) throws IOException {
    Path file = Files.writeString(directory.resolve("cells.csv"), cells);
    return """
    seed = 2
    env { ndim = 2, height = 8, reward = original-harder }
    model { hidden = [24], engine = vector }
    train { objective = tb, steps = 30, batch = 12, slices = 3, lr = 0.01 }
    replay { kind = file, paths = backward, share = 0.5 }
    eval.every = 1000
    checkpoint.every = 1000
    progress.mode = none
    report.write = false
    cluster.master = "in-process[1]"
    """
        + "replay.file = \""
        + file
        + "\"\n"
        + more
        + "\n";
  }

  private ActionPaths paths(String cells, String more) throws IOException {
    return ReplayFile.paths(ConfigLoader.parse(settings(cells, more), "the test"));
  }

  @Test
  void cellsAsSampleWritesThemGetPathsOfTheGrid() throws IOException {
    ActionPaths paths =
        paths("log_pf,x1,x0,log_reward\r\n-3.5,2,0,-9\r\n\r\n,6,1,\r\n0,0,0,0\r\n-3,2,0,-9", "");
    GflownetConfig config = ConfigLoader.parse("env { ndim = 2, height = 8 }", "the test");
    List<GridState> cells = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Trajectory<GridState> path = paths.trajectory(Problem.hypergrid(config).environment(), i, i);
      cells.add(path.terminatingState());
      assertThat(path.stopped()).isTrue();
      assertThat(paths.hash(i)).isEqualTo(path.terminatingState().hashCode());
    }
    assertThat(cells)
        .containsExactly(
            GridState.of(0, 2), GridState.of(1, 6), GridState.of(0, 0), GridState.of(0, 2));
    // [1, 6] is in the band, so in the ring as well; the others are at the floor and in the ring.
    assertThat(paths.logReward(1)).isEqualTo(Math.log(2.501));
    assertThat(paths.logReward(2)).isEqualTo(Math.log(0.501));
    assertThat(paths.logReward(0)).isEqualTo(Math.log(0.001));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x0,x2\\n1,1\\n|its header has no column x1; the 2 coordinates of cells are x0, x1, ...",
        "x0,x1\\n1,2\\n\\n1,8\\n|line 4: x1 = '8': use a whole number from 0 to 7",
        "x0,x1\\n-1,2\\n|line 2: x0 = '-1': use a whole number from 0 to 7",
        "x0,x1\\n1,2\\n1.0,2|line 3: x0 = '1.0': use a whole number from 0 to 7",
        "x0,x1\\n1\\n|line 2: x1 = nothing: use a whole number from 0 to 7",
        "x0,x1\\n1,2,3\\n|line 2: the row has 3 fields, the header 2",
        "x0,x1\\n|it has no cells; add a line for each, or remove the setting",
        "x0,x0\\n|its header has the column 'x0' twice",
        "''|it is empty",
        "x0,x1\\n1,\\0\\n|it is not UTF-8 text",
      })
  void whatIsNoTableOfCellsIsToldInOneLine(String cells, String problem) throws IOException {
    String text = cells.replace("\\n", "\n").replace("\\0", "\0");
    assertThatThrownBy(() -> paths(text, ""))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("file setting replay.file = \\P{Cntrl}+")
        .hasMessageContaining("cells.csv: " + problem);
  }

  @Test
  void aCellThatNoTrajectoryComesToIsRefused() throws IOException {
    String cells = "x0,x1\n7,0\n7,7\n";
    assertThat(paths(cells, "").size()).isEqualTo(2);
    assertThatThrownBy(() -> paths(cells, "env.termination = forced"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line 3: no trajectory comes to the cell '[7, 7]'");
  }

  @Test
  void pathsBelongToTheSeed() throws IOException {
    String cells = "x0,x1\n7,7\n6,6\n";
    assertThat(paths(cells, "").actions()).containsExactly(paths(cells, "").actions());
    assertThat(paths(cells, "seed = 3").actions()).isNotEqualTo(paths(cells, "").actions());
  }

  private int train(String cells, String name, String more, String... args) throws IOException {
    Path conf = Files.writeString(directory.resolve("a.conf"), settings(cells, more));
    List<String> all =
        new ArrayList<>(
            List.of("train", conf.toString(), "--out", directory.resolve(name).toString()));
    all.addAll(List.of(args));
    return Main.run(all.toArray(String[]::new));
  }

  private String digest(String run) throws IOException {
    return JSON.readTree(directory.resolve(run).resolve("provenance.json").toFile())
        .path("parameters_sha256")
        .asText();
  }

  @Test
  void goodCellsHelpToFindWhatRolloutsDoNot() throws IOException {
    // The way to the far corners is long, and hardly any reward lies between.
    String corners = "x0,x1\n2,2\n2,17\n17,2\n17,17\n2,2\n17,17\n";
    String longer = "env { height = 20, r0 = 1e-4 }, train { steps = 600, batch = 9, lr = 0.01 }";
    assertThat(train(corners, "with", longer)).isZero();
    assertThat(train(corners, "without", longer, "--set", "replay={kind=none,file=null}")).isZero();
    double with = lastMetrics("with").path("exact.tv").asDouble();
    assertThat(with).isLessThan(0.4);
    assertThat(lastMetrics("without").path("exact.tv").asDouble()).isGreaterThan(2 * with);
  }

  private JsonNode lastMetrics(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  @Test
  void aResumedRunDrawsTheSameAndRefusesAnotherFile() throws IOException {
    String cells = "x0,x1\n1,1\n1,6\n6,1\n6,6\n";
    String kind = "replay { kind = reward-prioritised, capacity = 9, paths = stored }";
    assertThat(train(cells, "whole", kind, "--master", "in-process[2]")).isZero();
    assertThat(train(cells, "halves", kind, "--set", "train.steps=17")).isZero();
    PrintStream stderr = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(train("x0,x1\n1,1\n", "halves", kind, "--resume")).isEqualTo(2);
    } finally {
      System.setErr(stderr);
    }
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("replay.file").hasLineCount(1);
    assertThat(train(cells, "halves", kind, "--resume")).isZero();
    assertThat(digest("halves")).isEqualTo(digest("whole")).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "objective.backward-policy = learned",
        "replay { kind = uniform, paths = stored }"
      })
  void trainingOnSparkHasTheBitsOfThatWithoutIt(String more) throws IOException {
    GflownetConfig config =
        ConfigLoader.parse(settings("x0,x1\n1,1\n1,6\n6,1\n", more), "the test");
    ReplayTraining.assertSparkHasTheBitsOfThatWithoutIt(config, "replay-file" + more, 12);
  }
}
