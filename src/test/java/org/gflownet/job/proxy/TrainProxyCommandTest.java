package org.gflownet.job.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that are found before Spark starts. */
class TrainProxyCommandTest {
  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = folder.resolve("data.csv");
    Files.writeString(data, "smiles,y\nCC,1\n");
  }

  private void refused(String reason, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train-proxy"));
    arguments.addAll(List.of(more));
    Terminal.Result result = Terminal.of(() -> Main.run(arguments.toArray(String[]::new)));
    String printed = result.err();
    assertThat(result.exitCode()).as(printed).isEqualTo(ExitCode.USER);
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).contains(reason);
  }

  @Test
  void oneLinePerMistake() {
    String file = data.toString();
    String out = folder.resolve("out").toString();
    refused("--target", file);
    refused("does not exist", folder.resolve("none.csv").toString(), "--target", "y");
    refused("no column 'z'; its columns are 'smiles', 'y'", file, "--target", "z");
    refused("no column 's'", file, "--target", "y", "--smiles-column", "s");
    refused("--holdout must be from 0.01 to 0.9", file, "--target", "y", "--holdout", "1");
    refused("--max-invalid must be", file, "--target", "y", "--max-invalid", "NaN");
    refused("--split", file, "--target", "y", "--split", "time");
    refused("proxy.lr = -1", file, "--target", "y", "--set", "proxy.lr=-1");
    refused("did you mean", file, "--target", "y", "--set", "proxy.epoch=1");
    refused("with Spark", file, "--target", "y", "--master", "in-process", "--out", out);
    refused("is not empty", file, "--target", "y", "--out", folder.toString());
    assertThat(Path.of(out)).doesNotExist();
  }
}
