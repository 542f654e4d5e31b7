package org.gflownet.job.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sample --beta} refuses, in one line and before anything is written. */
class SampleBetaTest {
  private static final String GRID =
      """
      env { ndim = 2, height = 4 }
      model.hidden = [8]
      train { objective = tb, steps = 2, batch = 4, slices = 1 }
      progress.mode = none
      report.write = false
      cluster.master = "in-process[1]"
      """;

  @TempDir private Path directory;

  private Path trained(String settings) throws IOException {
    Path conf = Files.writeString(directory.resolve("run.conf"), GRID + settings);
    Path run = directory.resolve("run");
    assertThat(Main.run("train", conf.toString(), "--out", run.toString())).isZero();
    return run;
  }

  private void refused(Path run, String beta, String reason) {
    Path output = directory.resolve("sample.csv");
    Terminal.Result result =
        Terminal.of(
            () ->
                Main.run(
                    "sample",
                    run.toString(),
                    "--num",
                    "5",
                    "--output",
                    output.toString(),
                    "--beta=" + beta));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(reason).doesNotContain("\tat ");
    assertThat(output).doesNotExist();
  }

  @Test
  void aPolicyForOneExponentHasNoOther() throws IOException {
    refused(trained(""), "2", "the policy is for one exponent only");
  }

  @Test
  void exponentsOutsideOfTheRangeAreRefused() throws IOException {
    Path run = trained("condition { min = 0.5, max = 2 }");
    for (String beta : List.of("0.4", "2.1")) {
      refused(run, beta, "lies outside of the range");
    }
    refused(run, "0", "condition.beta");
    refused(run, "-1", "condition.beta");
    refused(run, "much", "--beta");
  }
}
