package org.gflownet.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.gflownet.job.Main;
import org.gflownet.job.score.ScoreCommand;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What goes on after an interruption takes a file that has moved, since its digest is the same. */
class MovedFilesTest {
  /** Three fragments with their scores, as Python's pickle of protocol 0; | ends a line. */
  private static final String TABLE = "(lp0|(lp1|F-1.5|aI7|aI4294967295|aa(lp2|F2.25|aI1|aa.";

  @TempDir private Path directory;

  private static void assertRuns(String... arguments) {
    Terminal.Result result = Terminal.of(() -> Main.run(arguments));
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  private String[] scoring(Path table, Path in, Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--reward", "sa", "--chunk-rows", "2"));
    arguments.addAll(List.of("--set", "reward.sa.table=" + table, "--set", "progress.mode=none"));
    arguments.addAll(List.of("--master", "in-process[1]", in.toString(), out.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static String[] after(String first, String... others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(others));
    return all.toArray(String[]::new);
  }

  @Test
  void scoringGoesOn() throws IOException {
    Path table = directory.resolve("table.pkl.gz");
    try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(table))) {
      file.write(TABLE.replace('|', '\n').getBytes(StandardCharsets.US_ASCII));
    }
    Path in = Files.writeString(directory.resolve("in.smi"), "CCO\nCCN\nCCC\nCCCC\nCCCCC\n");
    Path whole = directory.resolve("whole.csv");
    assertRuns(after("score", scoring(table, in, whole)));

    Path out = directory.resolve("out.csv");
    ScoreCommand command = new ScoreCommand();
    new CommandLine(command).parseArgs(scoring(table, in, out));
    AtomicInteger asked = new AtomicInteger();
    assertThat(command.score(() -> asked.getAndIncrement() == 1)).isEqualTo(ExitCode.FAULT);
    Path moved = Files.move(table, directory.resolve("moved.pkl.gz"));
    assertRuns(after("score", scoring(moved, in, out, "--resume")));
    assertThat(out).hasSameBinaryContentAs(whole);
  }

  @Test
  void trainingGoesOn() throws IOException {
    Path cells = Files.writeString(directory.resolve("cells.csv"), "x0,x1\n1,1\n6,6\n");
    Path conf =
        Files.writeString(
            directory.resolve("grid.conf"),
            """
            env { ndim = 2, height = 8 }
            model.hidden = [8]
            train { objective = tb, steps = 20, batch = 8, slices = 2 }
            replay { kind = file, paths = backward, share = 0.5 }
            checkpoint.every = 10
            progress.mode = none
            cluster.master = "in-process[1]"
            """);
    String run = directory.resolve("run").toString();
    String file = "replay.file=";
    assertRuns("train", conf.toString(), "--out", run, "--set", file + cells);
    Path moved = Files.move(cells, directory.resolve("moved.csv"));
    assertRuns(
        "train",
        conf.toString(),
        "--out",
        run,
        "--set",
        file + moved,
        "--set",
        "train.steps=30",
        "--resume");
  }
}
