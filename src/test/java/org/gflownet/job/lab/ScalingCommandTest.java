package org.gflownet.job.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command from its arguments to its tables and files. */
class ScalingCommandTest {
  private static final String HEADER =
      "executors,cores,slices,batch,parameters,sync,seconds_per_step,transitions_per_step\n";

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeEach
  void capture() {
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String written(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    return file(name);
  }

  private String printed() {
    return terminal.out();
  }

  private String complaint() {
    return terminal.err();
  }

  @Test
  void printsEveryClusterInEveryModeAndWhereTheDriverIsTheLimit() {
    int code = Main.run("scaling", "--jobs", "2", "--executors", "4,64,1024");
    assertThat(complaint()).isEmpty();
    assertThat(code).isZero();
    assertThat(printed().lines().filter(line -> line.startsWith("| ")).count()).isEqualTo(1 + 9);
    assertThat(printed())
        .contains("| 1024 | averaging:16 | 1048576 | 4096 | 1024 |")
        .containsPattern("gradient: below 50% from \\d+ executors on; train.sync = averaging");
  }

  /** Columns of the rows of a table. */
  private List<String[]> rows(String mode) {
    return printed()
        .lines()
        .filter(line -> line.contains(" | " + mode + " | "))
        .map(line -> line.substring(2).split(" *\\| *", -1))
        .toList();
  }

  @Test
  void rowsOfMoreExecutorsThanWereMeasuredAreMarked() {
    String[] four = {"--jobs", "1", "--executors", "2,4", "--modes", "gradient"};
    assertThat(Main.run(with(four))).isZero();
    assertThat(rows("gradient").get(0)).contains("as measured");
    assertThat(rows("gradient").get(1)).contains("computed");
    assertThat(Main.run(with(four, "--measured-executors", "4"))).isZero();
    assertThat(rows("gradient").get(3)).contains("as measured");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.concat(Stream.of("scaling"), Stream.of(some)), Stream.of(more))
        .toArray(String[]::new);
  }

  private double efficiency(int row, String mode) {
    return Double.parseDouble(rows(mode).get(row)[7].replace("%", ""));
  }

  /** Half a second of work a core, without noise: what is missing is what the step costs. */
  @Test
  void theWorkOfACoreCanBeGiven() {
    String[] one = {
      "--executors",
      "64",
      "--cores",
      "1",
      "--parameters",
      "1000000",
      "--node-spread",
      "0",
      "--task-noise",
      "0",
      "--modes",
      "gradient,gradient+shards",
      "--jobs",
      "2"
    };
    assertThat(Main.run(with(one, "--work", "0.5"))).isZero();
    assertThat(Main.run(with(one, "--work", "50"))).isZero();
    double seconds = Double.parseDouble(rows("gradient+shards").get(0)[5]);
    assertThat(efficiency(0, "gradient+shards"))
        .isEqualTo(100 * 0.5 / seconds, within(0.1))
        .isGreaterThan(efficiency(0, "gradient"));
    assertThat(efficiency(1, "gradient+shards")).isGreaterThan(98);
    assertThat(Main.run("scaling", "--work", "1", "--batch", "100")).isEqualTo(ExitCode.USER);
    assertThat(complaint()).contains("--work is for --batch-per-core, not for --batch");
  }

  @Test
  void moleculesHaveNumbersOfTheirOwnWhichFilesAndOptionsReplace() throws IOException {
    String[] one = {
      "--workload",
      "molecules",
      "--executors",
      "1",
      "--cores",
      "1",
      "--jobs",
      "1",
      "--node-spread",
      "0",
      "--task-noise",
      "0",
      "--modes",
      "gradient",
      "--slices-per-core",
      "2"
    };
    assertThat(Main.run(with(one, "--batch-per-core", "192"))).isZero();
    // Measured: .77 s a step on one executor of one core.
    assertThat(Double.parseDouble(rows("gradient").get(0)[5])).isEqualTo(0.77, within(0.02));
    String constants = written("constants.csv", "constant,seconds\ntransition,1e-3\n");
    assertThat(Main.run(with(one, "--constants", constants, "--transitions", "10"))).isZero();
    assertThat(Double.parseDouble(rows("gradient").get(1)[5])).isBetween(0.96, 1.0);
  }

  @Test
  void tasksCanBeShared() {
    String[] four = {"--jobs", "1", "--executors", "4", "--modes", "gradient"};
    for (String tasks : List.of("slices", "cores", "executors", "6")) {
      assertThat(Main.run(with(four, "--slices-per-core", "2", "--tasks", tasks))).isZero();
    }
    assertThat(rows("gradient").stream().map(row -> row[4])).containsExactly("32", "16", "4", "6");
  }

  @Test
  void writesTheSameFiguresAsCsvAndJson() throws IOException {
    assertThat(Main.run("scaling", "--jobs", "2", "--executors", "4,8", "--out", file("a.csv")))
        .isZero();
    assertThat(Main.run("scaling", "--jobs", "2", "--executors", "4,8", "--out", file("a.json")))
        .isZero();
    List<String> lines = Files.readAllLines(directory.resolve("a.csv"));
    JsonNode json = new ObjectMapper().readTree(directory.resolve("a.json").toFile());
    assertThat(lines).hasSize(7);
    assertThat(json).hasSize(6);
    String[] names = lines.get(0).split(",", -1);
    for (int row = 0; row < 6; row++) {
      String[] values = lines.get(row + 1).split(",", -1);
      for (int column = 0; column < names.length; column++) {
        assertThat(json.get(row).get(names[column]).asText()).isEqualTo(values[column]);
      }
    }
  }

  /** Runs of one executor that tell the cost of a job from that of a transition. */
  private String threeRuns() throws IOException {
    return written(
        "runs.csv",
        HEADER
            + "1,1,1,100,71000,gradient,0.030,1000\n"
            + "1,1,1,1000,71000,gradient,0.120,10000\n"
            + "1,1,1,2000,71000,gradient,0.220,20000\n");
  }

  @Test
  void fittedConstantsCanBeSimulatedWith() throws IOException {
    String runs = threeRuns();
    assertThat(Main.run("scaling", "--fit", runs, "--out", file("constants.csv"))).isZero();
    assertThat(printed())
        .contains("| transition | 1.000e-05 |")
        .contains("| 1 | 1 | 1 | 2000 | gradient |");
    double transition =
        Files.readAllLines(directory.resolve("constants.csv")).stream()
            .filter(line -> line.startsWith("transition,"))
            .mapToDouble(line -> Double.parseDouble(line.substring(11)))
            .findFirst()
            .orElseThrow();
    assertThat(transition).isEqualTo(1e-5, within(1e-9));
    assertThat(
            Main.run(
                "scaling", "--constants", file("constants.csv"), "--executors", "4", "--jobs", "1"))
        .isZero();
  }

  @Test
  void whatIsHeldIsSaidAndAnUnknownNameRefused() throws IOException {
    String runs = threeRuns();
    assertThat(Main.run("scaling", "--fit", runs, "--hold", "job,merge")).isZero();
    assertThat(printed()).containsPattern("\\| job \\| [^|]*\\| s per job \\| no: kept \\|");
    assertThat(Main.run("scaling", "--fit", runs, "--hold", "jobs")).isEqualTo(ExitCode.USER);
    assertThat(complaint()).contains("--hold jobs: takes job, task, transition");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--modes;tree;'tree' is no mode",
        "--modes;gradient+tree;there is no merge in a tree of executors, write +shards",
        "--tasks;auto;tasks takes slices, cores, executors or a number, not 'auto'",
        "--tasks;0;tasks must be from 1 to 1000000, was 0",
        "--workload;trees;workload takes grid or molecules, not 'trees'",
        "--work;0;--work 0.0: takes more than 0, up to 86400",
        "--measured-executors;-1;--measured-executors must be at least 0, was -1",
        "--modes;averaging;lacks its number",
        "--modes;pipelined:65;from 1 to 64, not 65",
        "--executors;0;--executors must be from 1 to 100000, not 0",
        "--executors;x;Invalid value for option '--executors'",
        "--cores;0;cores per executor must be from 1 to 1024, was 0",
        "--batch;-1;--batch must be at least 0, was -1",
        "--batch-per-core;100000000;slices; at most 100000000",
        "--slow-share;1.5;--slow-share must be from 0 to 1, was 1.5",
        "--task-noise;NaN;task noise must be from 0 to 2, was NaN",
        "--network;0;network speed must be from",
        "--jobs;0;simulated jobs must be from 1 to 1000000, was 0",
        "--out;table.txt;must end in .csv or .json",
        "--constants;missing.csv;missing.csv cannot be read",
        "--fit;missing.csv;missing.csv cannot be read",
        "--hold;merge;--hold is for --fit",
        "--master;local[2];takes no --master local[2]"
      })
  void aMistakeIsOneLineAndExitCodeTwo(String option, String value, String message) {
    assertThat(Main.run("scaling", option, value)).isEqualTo(ExitCode.USER);
    assertThat(complaint()).startsWith("gflownet: ").contains(message);
    assertThat(complaint().lines().count()).isEqualTo(1);
  }

  private static final String DRIVER_HEADER =
      "executors,tasks,floats,gather,work_ms,steps,driver_cpu_ms_per_step,busiest_thread,"
          + "busiest_thread_ms,serial_ms_per_step,bytes_in,bytes_out,vectors_merged,wall_ms,"
          + "efficiency,executors_busy\n";

  /** Cells in which a job costs 2 ms, a task 0.5 ms and a byte 2 ns, and nothing else counts. */
  @Test
  void theProbeOfTheDriverTellsItsConstants() throws IOException {
    StringBuilder rows = new StringBuilder(DRIVER_HEADER);
    for (int executors : new int[] {1, 4, 16, 64}) {
      for (int tasks : new int[] {executors, 4 * executors}) {
        for (int bytes : new int[] {4_000, 400_000}) {
          double cpu = 2 + 0.5 * tasks + 2e-6 * (tasks + 1) * bytes + 1e-6 * executors * bytes;
          rows.append(
              String.format(
                  java.util.Locale.ROOT,
                  "%d,%d,%d,driver,0,9,%.9f,main,1,1,%d,%d,0,9,0,NaN%n",
                  executors,
                  tasks,
                  bytes / 4,
                  cpu,
                  tasks * bytes,
                  executors * bytes));
        }
      }
    }
    String driver = written("driver.csv", rows.toString());
    assertThat(Main.run("scaling", "--fit", driver, "--out", file("constants.csv"))).isZero();
    assertThat(printed())
        .contains("| job | 0.002000 | s per job | yes |")
        .contains("| task | 0.0005")
        .contains("| byte | 2.000e-09 |")
        .contains("| copy | 1.000e-09 |")
        .contains("| executor |")
        .containsPattern("\\| 64 \\| 256 \\| .* \\| predicted \\|")
        .contains("off by 0.0% in the median of 4 cells, by 0.0% at most");
    assertThat(Files.readString(directory.resolve("constants.csv")))
        .contains("\nexecutor,", "\ncopy,");
    assertThat(Main.run("scaling", "--constants", file("constants.csv"), "--jobs", "1")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,1,1;:2: has 3 values, not 16",
        "0,1,1,driver,0,9,1,main,1,1,1,1,0,9,0,NaN;:2: executors must be from",
        "1,x,1,driver,0,9,1,main,1,1,1,1,0,9,0,NaN;:2: tasks must be a",
        "1,1,1,driver,0,9,-1,main,1,1,1,1,0,9,0,NaN;:2: driver_cpu_ms_per_step must be from",
        "1,1,1,driver,0,9,1,main,1,1,1,1,0,9,0,NaN;a fit needs at least 2 cells"
      })
  void aMistakeInTheCellsNamesItsLine(String line, String message) throws IOException {
    String driver = written("driver.csv", DRIVER_HEADER + line + "\n");
    assertThat(Main.run("scaling", "--fit", driver)).isEqualTo(ExitCode.USER);
    assertThat(complaint()).startsWith("gflownet: ").contains(message);
    assertThat(complaint().lines().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,1,1,10,71000,gradient,0.1;:2: has 7 values, not 8",
        "1,1,x,10,71000,gradient,0.1,100;:2: slices must be an integer, was 'x'",
        "1,1,20,10,71000,gradient,0.1,100;:2: slices must be from 1 to 10, was 20",
        "1,1,1,10,71000,gradient,-1,100;:2: seconds_per_step must be more than 0",
        "1,1,1,10,71000,gradient+tree,1,100;:2: 'gradient+tree': there is no merge in a tree",
        "1,1,1,10,71000,gradient,1,100;needs at least 2 runs"
      })
  void aMistakeInTheMeasurementsNamesItsLine(String line, String message) throws IOException {
    String runs = written("runs.csv", HEADER + line + "\n");
    assertThat(Main.run("scaling", "--fit", runs)).isEqualTo(ExitCode.USER);
    assertThat(complaint()).startsWith("gflownet: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "jobs,1;:2: unknown constant; there are job, task,",
        "job,-1;:2: job must be from 0 to 1000000 s per job, was -1",
        "transition,0;:2: transition must be more than 0"
      })
  void aMistakeInTheConstantsNamesItsLine(String line, String message) throws IOException {
    String constants = written("constants.csv", "constant,seconds\n" + line + "\n");
    assertThat(Main.run("scaling", "--constants", constants)).isEqualTo(ExitCode.USER);
    assertThat(complaint()).startsWith("gflownet: ").contains(message);
  }
}
