package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark's own shells with the packaged jar and Spark's defaults, among them Java's serializer: the
 * commands of docs/api.md, as they are written, print what the page shows.
 */
class ShellsIT {
  private static final Pattern SHOWN =
      Pattern.compile("```bash\n(spark-.*?)```\n\n```text\n(.*?)```\n", Pattern.DOTALL);
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 5;

  @TempDir private Path directory;

  /** A shell that runs, with its output in files. */
  private record Shell(Process process, Path out, Path err) {
    String output() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("no end within " + PATIENCE_MINUTES + " min:\n" + errors());
      }
      return Files.readString(out, StandardCharsets.UTF_8);
    }

    String errors() throws IOException {
      return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** What this project says in Spark's log. */
    List<String> warnings() throws IOException {
      return errors().lines().filter(line -> line.contains("WARN GFlowNet: ")).toList();
    }
  }

  private Shell start(String name, String command, String input, Map<String, String> environment)
      throws IOException {
    Path in = Files.writeString(directory.resolve(name + ".in"), input);
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("SHELL_JARS", System.getProperty("gflownet.shells"));
    builder
        .environment()
        .merge(
            "PATH",
            ROOT.resolve("src/test/shells/bin").toString(),
            (path, bin) -> bin + ":" + path);
    return new Shell(builder.start(), out, err);
  }

  /** The digest of the parameters that train.sh trains with the settings of the script. */
  private String digestOfCommand() throws IOException, InterruptedException {
    Scripts.Result result =
        new Scripts(directory, Map.of())
            .run(
                "train.sh",
                "conf/quickstart.conf",
                "--out",
                "runs/command",
                "--master",
                "in-process[1]",
                "--set",
                "train.steps=200");
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.lastLine()).startsWith("parameters_sha256 ");
    return result.lastLine().substring(18);
  }

  @Test
  void pageShowsWhatItsCommandsPrint() throws IOException, InterruptedException {
    for (String name : new String[] {"conf", "examples"}) {
      Files.createSymbolicLink(directory.resolve(name), ROOT.resolve(name));
    }
    Files.createSymbolicLink(
        directory.resolve("gflownet-spark.jar"), Path.of(System.getProperty("gflownet.jar")));
    List<MatchResult> shown =
        SHOWN.matcher(Files.readString(Path.of("docs", "api.md"))).results().toList();
    assertThat(shown).hasSize(2);

    Shell scala =
        start(
            "scala",
            shown.get(0).group(1),
            "println(\"digest \" + model.parametersSha256)\n",
            Map.of());
    String digest = digestOfCommand();
    assertThat(scala.output())
        .as(scala.errors())
        .contains(shown.get(0).group(2))
        .contains("\ndigest " + digest + "\n");
    assertThat(scala.warnings()).isEmpty();

    // These have no module for the kernels that the policy was trained with, and little to compute.
    Map<String, String> quick = QuickJvms.with(Map.of());
    Shell sql = start("sql", shown.get(1).group(1), "", quick);
    Shell bare =
        start(
            "bare",
            "spark-shell --jars gflownet-spark.jar",
            """
            import org.gflownet.api._
            val settings = Settings.load("conf/quickstart.conf").`with`("train.steps", 20)
            println("step " + GFlowNet.train(spark, settings, "runs/bare").step)
            """,
            quick);
    assertThat(sql.output()).as(sql.errors()).isEqualTo(shown.get(1).group(2));
    assertThat(sql.warnings())
        .singleElement()
        .asString()
        .contains("vector cannot run in this session; plain gives the same results")
        .endsWith("start this JVM with --add-modules jdk.incubator.vector");
    assertThat(bare.output()).as(bare.errors()).contains("\nstep 20\n");
    assertThat(bare.warnings())
        .singleElement()
        .asString()
        .contains("model.engine = auto takes nd4j in this session");
    assertThat(Files.readString(directory.resolve("runs/bare/config.resolved.conf")))
        .containsPattern("engine\\W+nd4j");
  }
}
