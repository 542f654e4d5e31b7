package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.gflownet.config.Comparison;
import org.gflownet.job.Main;
import org.gflownet.job.common.GridOption;
import org.gflownet.run.ExitCode;
import org.gflownet.run.setup.Session;
import org.gflownet.testing.Browser;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons from the command line to their files. */
class CompareCommandTest {
  @TempDir private Path directory;
  private Terminal terminal;
  private Path conf;

  @BeforeEach
  void capture() throws IOException {
    conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 8, termination = forced }
        model.hidden = [16, 16]
        train { batch = 8, slices = 2, lr = 0.01 }
        cluster.master = "in-process[2]"
        compare {
          r0 = [0.1, 0.01]
          seeds = [0, 1]
          reports = 5
          budgets.full.visited = 400
          methods {
            fm {}
            mcmc { method { name = mcmc, mcmc { chains = 4, moves = 4 } } }
            explode { train { lr = 100, updater = sgd } }
            wrong { train.lr = -1 }
          }
        }
        """);
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  private int compare(String... more) {
    List<String> args = new ArrayList<>(List.of("compare", conf.toString()));
    args.addAll(Arrays.asList(more));
    return Main.run(args.toArray(String[]::new));
  }

  private String said() {
    return terminal.err();
  }

  /** Rows of the CSV without the column of seconds. */
  private static List<List<String>> table(Path folder) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    int seconds = -1;
    for (String line : Files.readAllLines(folder.resolve("measurements.csv"))) {
      List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
      seconds = seconds < 0 ? cells.indexOf("seconds") : seconds;
      cells.remove(seconds);
      rows.add(cells);
    }
    return rows;
  }

  @Test
  void measuresEveryRunAndReportsFailuresInTheirRows() throws IOException {
    Path folder = directory.resolve("a");
    assertThat(compare("--out", folder.toString(), "--rank", "l1.sum")).as(said()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("measurements.csv"));
    assertThat(lines.get(0))
        .startsWith(
            "method,seed,r0,visited,seconds,l1_mean,l1_sum,modes_regions,exact_tv,modes_cells,")
        .endsWith(",run,status,reason");
    assertThat(lines.stream().filter(l -> l.startsWith("fm,0,0.1,") && l.contains(",done,")))
        .hasSize(5);
    assertThat(lines.stream().filter(l -> l.startsWith("mcmc,1,0.01,"))).hasSize(5);
    assertThat(lines.stream().filter(l -> l.startsWith("explode,")))
        .hasSize(4)
        .allMatch(l -> l.contains(",failed,") && l.contains("not finite"));
    assertThat(lines.stream().filter(l -> l.startsWith("wrong,")))
        .hasSize(4)
        .allMatch(l -> l.contains(",failed,") && l.contains("grid.conf:14: train.lr = -1"));
    List<Map<String, String>> rows = new ArrayList<>();
    Path parquet = Files.createDirectory(directory.resolve("parquet"));
    Files.copy(folder.resolve("measurements.parquet"), parquet.resolve("m.parquet"));
    rows.addAll(ParquetFiles.rows(parquet));
    assertThat(rows).hasSize(lines.size() - 1);
    assertThat(String.join(",", rows.get(0).keySet())).isEqualTo(lines.get(0));
    Map<String, String> last = rows.get(4);
    assertThat(last).containsEntry("method", "fm").containsEntry("visited", "400");
    assertThat(Double.parseDouble(last.get("exact_tv"))).isBetween(0.0, 1.0);
    assertThat(Files.readAllLines(folder.resolve("ranking.csv")))
        .hasSize(1 + 2 * 4)
        .anyMatch(l -> l.startsWith("0.1,4,") && l.endsWith(",0,2"));
    assertThat(terminal.out()).contains("l1.sum", "explode");
  }

  @Test
  void aResumedComparisonRepeatsNothingThatIsFinished() throws IOException {
    Path whole = directory.resolve("whole");
    assertThat(compare("--out", whole.toString())).isZero();
    Path parts = directory.resolve("parts");
    assertThat(compare("--out", parts.toString(), "--set", "compare.seeds=[0]")).isZero();
    assertThat(compare("--out", parts.toString())).isEqualTo(ExitCode.USER);
    assertThat(said()).contains("is not empty; add --resume");
    Map<Path, Object> before = times(parts);
    assertThat(compare("--out", parts.toString(), "--resume")).isZero();
    Map<Path, Object> after = times(parts);
    assertThat(before)
        .isNotEmpty()
        .allSatisfy((f, time) -> assertThat(after).containsEntry(f, time));
    assertThat(table(parts)).isEqualTo(table(whole));
    assertThat(said()).contains("16 runs, 4 of them finished before");
  }

  /** When the metrics of finished runs were written. */
  private static Map<Path, Object> times(Path folder) throws IOException {
    Map<Path, Object> times = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("metrics.jsonl")).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private ComparedRun run(String location) {
    PlannedRun planned =
        ComparisonPlan.of(Comparison.load(conf, List.of()), GridOption.cells(List.of())).get(0);
    return new ComparedRun(planned.config().render(), directory.resolve(location).toString());
  }

  private List<String> metrics(String location) throws IOException {
    return Files.readAllLines(directory.resolve(location).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"(seconds|transitions_per_s)\":[^,}]*", ""))
        .toList();
  }

  @Test
  void anInterruptedRunGoesOnFromItsCheckpoint() throws IOException {
    assertThat(run("whole").run(() -> false).status()).isEqualTo(RunOutcome.Status.DONE);
    AtomicInteger asked = new AtomicInteger();
    RunOutcome outcome = run("parts").run(() -> asked.incrementAndGet() > 17);
    assertThat(outcome.status()).isEqualTo(RunOutcome.Status.INTERRUPTED);
    assertThat(run("parts").finished()).isEmpty();
    assertThat(run("parts").run(() -> false).status()).isEqualTo(RunOutcome.Status.DONE);
    assertThat(run("parts").finished()).isPresent();
    assertThat(metrics("parts")).isEqualTo(metrics("whole"));
  }

  @Test
  void aRunEndsWhenItsSecondsAreUsedUp() {
    ComparedRun run = run("short");
    ComparedRun limited =
        new ComparedRun(run.settings() + "\ntrain.budget.seconds = 1e-9\n", run.location());
    assertThat(limited.run(() -> false).status()).isEqualTo(RunOutcome.Status.TIME);
    assertThat(limited.finished()).isPresent();
  }

  @Test
  void sparkGivesTheSameFiguresAndAFailedRunIsAnOutcome() throws IOException {
    assertThat(run("alone").run(() -> false).status()).isEqualTo(RunOutcome.Status.DONE);
    Files.writeString(directory.resolve("file"), "no folder");
    RunOutcome[] outcomes = new RunOutcome[2];
    new RunPool(Session.on(LocalSpark.context()))
        .run(
            List.of(run("file/below"), run("spark")),
            () -> false,
            (outcome, position) -> outcomes[position] = outcome);
    assertThat(outcomes[0].status()).isEqualTo(RunOutcome.Status.FAILED);
    assertThat(outcomes[0].reason()).isNotEmpty();
    assertThat(outcomes[1].status()).isEqualTo(RunOutcome.Status.DONE);
    assertThat(metrics("spark")).isEqualTo(metrics("alone"));
  }

  @Test
  void aGridCrossesSettingsOfAnExperiment() throws IOException {
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 8 }
        model.hidden = [8]
        train { batch = 8, steps = 20 }
        cluster.master = "in-process[2]"
        """);
    Path folder = directory.resolve("sweep");
    int code =
        compare(
            "--out",
            folder.toString(),
            "--grid",
            "train.lr=0.01,0.001",
            "train.slices=1,2",
            "--rank",
            "loss");
    assertThat(code).as(said()).isZero();
    assertThat(Files.readAllLines(folder.resolve("ranking.csv"))).hasSize(5);
    assertThat(Files.readAllLines(folder.resolve("measurements.csv")).get(0))
        .endsWith(",train_lr,train_slices,run,status,reason");
  }

  @Test
  void mistakesCostOneLine() {
    assertThat(compare("--grid", "train.lr")).isEqualTo(ExitCode.USER);
    assertThat(compare("--resume")).isEqualTo(ExitCode.USER);
    assertThat(said()).contains("--grid train.lr: write KEY=VALUE", "--resume needs --out");
    assertThat(compare("--dry-run")).isZero();
    assertThat(terminal.out()).contains("wrong_r0-0.1_seed-0  cannot run: ", "16 runs");
  }

  @Test
  void thePageDrawsEveryMethodAndThePictures() throws IOException, InterruptedException {
    Path folder = directory.resolve("page");
    assertThat(compare("--out", folder.toString(), "--set", "compare.seeds=[0]"))
        .as(said())
        .isZero();
    Path page = folder.resolve("report.html");
    String html = Files.readString(page);
    assertThat(html)
        .contains("Empirical L1", "Modes found", "Exact total variation", "explode_r0-0.1_seed-0")
        .contains("\"flows\":[[", "a chain has no flows");
    Browser.require();
    Browser.Output output = new Browser(directory).open(page, false, 1200, 900);
    assertThat(output.log()).doesNotContain("Uncaught");
    assertThat(output.dom())
        .contains("Methods side by side", "Failed runs", "R0 = 0.01", "not finite")
        .containsPattern("aria-label=\"R0 = 0.1\"[^>]*data-points=\"[1-9]");
  }
}
