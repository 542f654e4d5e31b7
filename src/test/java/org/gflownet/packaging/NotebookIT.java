package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of {@code examples/notebook}, compiled against the installed artefact, as
 * spark-submit starts it.
 */
class NotebookIT {
  private static final Path JAR = Path.of(System.getProperty("gflownet.notebook.jar"));
  private static final Path APPLICATION = Path.of(System.getProperty("gflownet.jar"));
  private static final Path SPARK = Path.of(System.getProperty("gflownet.spark.home"));

  private static final Pattern BLANK = Pattern.compile(" ");

  @TempDir private Path directory;

  /** What bin/spark-submit, which Spark's artefacts lack, makes of its arguments. */
  private String submit(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(BLANK.splitAsStream(JavaModuleOptions.defaultModuleOptions()).toList());
    command.addAll(
        List.of("-Xmx1g", "-cp", SPARK + "/jars/*", "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    int code =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }

  @Test
  void trainsSamplesAndScores() throws IOException, InterruptedException {
    String printed =
        submit(
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.sql.shuffle.partitions=2",
            "--jars",
            APPLICATION.toString(),
            JAR.toString());
    assertThat(printed)
        .containsPattern("(?m)^parameters_sha256 [0-9a-f]{64}$")
        .containsPattern("\\| +1\\| +1\\| +2\\d{3}\\|")
        .containsPattern("\\|exact\\.tv +\\|0\\.0\\d")
        .containsPattern("\\|CC\\(=O\\)Oc1ccccc1C\\(=O\\)O +\\|0\\.55\\d+")
        .containsPattern("\\|C1CC +\\|(NULL|null) *\\|(NULL|null) *\\|\\w+");
    assertThat(directory.resolve("runs/notebook/config.resolved.conf")).exists();
  }
}
