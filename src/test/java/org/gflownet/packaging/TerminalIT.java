package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts print on a terminal and where there is none. */
class TerminalIT {
  private static final String ESCAPE = "\u001b[";
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  /** What doctor.sh prints on a terminal of its own; util-linux's script makes one. */
  private String doctorOnTerminal(String... environment) throws IOException, InterruptedException {
    Path output = directory.resolve("terminal.txt");
    List<String> command =
        Stream.of(
                Stream.of("env", "-u", "NO_COLOR", "TERM=xterm"),
                Stream.of(environment),
                Stream.of("script", "-qec", "'" + ROOT.resolve("submit-scripts/doctor.sh") + "'"),
                Stream.of("/dev/null"))
            .flatMap(words -> words)
            .toList();
    int code =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(code).as(printed).isZero();
    assertThat(printed).contains("java", "spark");
    return printed;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void coloursAreForTerminalsAndForThoseWhoWantThem() throws IOException, InterruptedException {
    assertThat(doctorOnTerminal()).contains(ESCAPE + "32m");
    assertThat(doctorOnTerminal("NO_COLOR=1")).doesNotContain(ESCAPE + "3");
    Scripts.Result piped = new Scripts(directory, Map.of("TERM", "xterm")).run("doctor.sh");
    assertThat(piped.exitCode()).as(piped.toString()).isZero();
    assertThat(piped.out() + piped.err()).doesNotContain(ESCAPE);
  }

  @Test
  void aDryRunBeginsWithTheCommandThatARunWouldBe() throws IOException, InterruptedException {
    Scripts.Result result =
        new Scripts(directory, Map.of())
            .run(
                "train.sh",
                ROOT.resolve("conf/quickstart.conf").toString(),
                "--out",
                "run",
                "--master",
                "local[2]",
                "--dry-run",
                "--",
                "--executor-memory",
                "3g");
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out().lines().findFirst().orElseThrow())
        .startsWith("# spark-submit --class org.gflownet.job.Main ")
        .contains("--master local\\[2\\]", "--executor-memory 3g", "quickstart.conf");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void secretsOnACommandLineAndInTheEnvironmentAreNotRepeated()
      throws IOException, InterruptedException {
    Path conf = directory.resolve("secret.conf");
    Files.writeString(conf, "env { name = molecule, vocabulary = ${VOCABULARY} }");
    Scripts.Result result =
        new Scripts(directory, Map.of("VOCABULARY", "s3a://me:hunter2@bucket/blocks.json"))
            .run(
                "train.sh",
                conf.toString(),
                "--out",
                "out",
                "--master",
                "local[2]",
                "--dry-run",
                "--",
                "--conf",
                "spark.hadoop.fs.s3a.Secret.key=hunter2",
                "--conf",
                "spark.hadoop.hadoop.security.credential.provider.path=jceks://file/a.jceks",
                "--conf",
                "spark.driver.extraJavaOptions=-Da.password=hunter2 -Db=1",
                "--conf",
                "spark.proxy=http://me:hunter2/x@host:3128",
                "--conf",
                "spark.proxies=https://hunter2@host,hdfs://host:8020/a");
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.out())
        .contains(
            " spark.hadoop.fs.s3a.Secret.key=*********(redacted) ",
            "credential.provider.path=jceks://file/a.jceks ",
            " spark.driver.extraJavaOptions=*********(redacted) ",
            " spark.proxy=http://*********(redacted)@host:3128 ",
            " spark.proxies=https://*********(redacted)@host\\,hdfs://host:8020/a ");
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
        .as(result.toString())
        .singleElement()
        .asString()
        .contains("secret.conf (from an environment variable): env.vocabulary: an address with");
    assertThat(result.out() + result.err()).doesNotContain("hunter2");
  }
}
