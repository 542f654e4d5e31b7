package org.gflownet.job.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  @TempDir private Path directory;

  private Terminal.Result run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("bench", "--out", directory.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return Terminal.of(() -> Main.run(arguments.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--master in-process;--master in-process: the driver's probe takes local[k]",
        "--master local-cluster[2,1];write local-cluster[executors,cores,MiB]",
        "--master local[2] --executors 4;--executors: the master local[2] is one executor",
        "--executors 0;--executors 0: takes 1 to 10000",
        "--executors x;Invalid value for option '--executors'",
        "--floats 0;--floats 0: takes 1 to 100000000",
        "--work -1;--work -1.0: takes 0 to 60",
        "--work NaN;--work NaN: takes 0 to 60",
        "--tasks-per-core 0;--tasks-per-core 0: takes 1 to 1000",
        "--executor-cores 0;--executor-cores 0: takes 1 to 1024",
        "--executor-heap 1;--executor-heap 1: takes 64 to 1000000",
        "--cell-seconds 0;--cell-seconds 0.0: takes more than 0"
      })
  void aMistakeIsOneLineAndExitCodeTwo(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("--only", "driver"));
    arguments.addAll(List.of(options.split(" ")));
    Terminal.Result result = run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(result.err()).startsWith("gflownet: ").contains(message);
    assertThat(result.err().lines().count()).isEqualTo(1);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void aMasterIsForTheProbeAlone() {
    Terminal.Result result = run("--only", "fit", "--master", "local[2]");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(result.err()).contains("--master is for --only driver");
  }
}
