package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar of {@code examples/own-problem}, built against the packaged application, in the scripts.
 */
class OwnProblemIT {
  private static final Path JAR = Path.of(System.getProperty("gflownet.example.jar"));
  private static final String CONF =
      Path.of("examples", "own-problem", "strands.conf").toAbsolutePath().toString();

  @TempDir private Path directory;

  private String train(Scripts scripts, String master, String jar)
      throws IOException, InterruptedException {
    Scripts.Result result =
        scripts.run(
            "train.sh",
            CONF,
            "--jars",
            jar,
            "--set",
            "train.steps=100",
            "--out",
            directory.resolve("run " + master.charAt(0)).toString(),
            "--master",
            master);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result.lastLine();
  }

  @Test
  void trainsInOneJvmAndOnExecutorsAlike() throws IOException, InterruptedException {
    Path folder = Files.createDirectory(directory.resolve("with blanks"));
    String jar = Files.copy(JAR, folder.resolve("strands.jar")).toString();
    Scripts scripts = new Scripts(directory, Map.of());
    String alone = train(scripts, "in-process[1]", jar);
    assertThat(alone).startsWith("parameters_sha256 ");
    assertThat(train(scripts, "local-cluster[1,1,1024]", jar)).isEqualTo(alone);
    Scripts.Result samples =
        scripts.run(
            "sample.sh",
            directory.resolve("run i").toString(),
            "--jars",
            jar,
            "--num",
            "50",
            "--output",
            directory.resolve("samples.csv").toString(),
            "--master",
            "local[1]");
    assertThat(samples.exitCode()).as(samples.toString()).isZero();
    assertThat(Files.readAllLines(directory.resolve("samples.csv")))
        .hasSize(51)
        .first()
        .asString()
        .contains("strand");
  }

  @Test
  void aMissingJarIsOneLine() throws IOException, InterruptedException {
    Scripts.Result result =
        new Scripts(directory, Map.of()).run("train.sh", CONF, "--jars", "nowhere.jar");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().strip()).isEqualTo("gflownet: --jars: no file nowhere.jar");
  }
}
