package org.gflownet.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gflownet.job.Main;
import org.gflownet.job.doctor.Finding.Grade;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.ObjectFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of a machine that lacks something, and what to do about it. */
class DoctorTest {
  @TempDir private Path directory;

  private static void assertBad(Finding finding, String text, String advice) {
    assertThat(finding.grade()).isEqualTo(Grade.BAD);
    assertThat(finding.text()).contains(text);
    assertThat(finding.advice()).contains(advice);
  }

  @Test
  void anotherJava() {
    assertThat(Checkup.java(Runtime.Version.parse("17.0.9")).grade()).isEqualTo(Grade.GOOD);
    assertBad(Checkup.java(Runtime.Version.parse("21")), "21 (", "set JAVA_HOME to a JDK 17");
    assertBad(Checkup.java(Runtime.Version.parse("11.0.2")), "11.0.2 (", "to a JDK 17");
  }

  @Test
  void anotherSpark() {
    assertThat(Checkup.spark("3.5.1", "2.12.18", "/opt/spark").grade()).isEqualTo(Grade.GOOD);
    String advice = "set SPARK_HOME to a Spark 3.5 for Scala 2.12, or unset it";
    assertBad(Checkup.spark("4.0.0", "2.13.16", "/opt/spark"), "in /opt/spark", advice);
    assertBad(Checkup.spark("3.5.1", "2.13.8", null), "Scala 2.13.8, no SPARK_HOME", advice);
  }

  @Test
  void aJvmWithoutVectorModuleNativesAndMemory() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // JavaCPP looks for natives of this platform, and there are none.
                "-Dorg.bytedeco.javacpp.platform=linux-none",
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "doctor")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(ExitCode.USER);
    assertThat(printed)
        .containsPattern("note engine vector .*start this JVM with --add-modules jdk.incubator")
        .containsPattern("note engine nd4j .*native library does not load.*add nd4j-native for")
        .containsPattern("bad  engine auto .*no engine can run here.* -> build for this platform")
        .containsPattern("note memory .*256 MiB of it heap -> give the driver at least 1g: GFLOW")
        .containsPattern("\\d of \\d+ checks failed");
  }

  @Test
  void weightsThatAreNotThere() throws IOException {
    Path conf =
        Files.writeString(
            directory.resolve("seh.conf"),
            "env.name = molecule, reward { name = seh, seh.weights = nowhere.npz }\n");
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine().setOut(new PrintWriter(out, true)).execute("doctor", conf.toString());
    assertThat(code).isEqualTo(ExitCode.USER);
    assertThat(out.toString())
        .containsPattern(
            "bad  configuration .*reward\\.seh\\.weights = nowhere\\.npz: no readable file.* ->"
                + " mend the configuration or the file that it names");
  }

  private Finding runFolder(String out, String... settings) throws IOException {
    Path conf = directory.resolve("grid.conf");
    Files.writeString(conf, "env { ndim = 2, height = 4 }\nmodel.engine = vector\n");
    return new Checkup(Map.of())
        .configuration(conf, List.of(settings), out).stream()
            .filter(finding -> finding.subject().equals("run folder"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void theRunFoldersStoreIsTriedAndNothingStays() throws IOException {
    Finding local = runFolder(directory.resolve("runs/a").toString());
    assertThat(local.grade()).isEqualTo(Grade.GOOD);
    assertThat(local.text()).endsWith("runs/a can be written, renamed in, listed");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("grid.conf"));
    }
    ObjectFiles.empty();
    String[] client = {
      "cluster.spark.\"spark.hadoop.fs.s3a.impl\"=" + ObjectFiles.class.getName(),
      "cluster.spark.\"spark.hadoop.fs.s3a.impl.disable.cache\"=true"
    };
    Finding objects = runFolder("s3a://bucket/runs/a", client);
    assertThat(objects.grade()).as(objects.text()).isEqualTo(Grade.GOOD);
    assertThat(objects.text()).isEqualTo("s3a://bucket/runs/a can be written and listed");
    assertThat(ObjectFiles.keys()).isEmpty();
    ObjectFiles.refuse(key -> true);
    assertBad(
        runFolder("s3a://bucket/runs/a", client),
        "cannot write into s3a://bucket/runs/a: java.io.IOException: Access Denied",
        "give the credentials: AWS_ACCESS_KEY_ID");
    ObjectFiles.empty();
  }

  @Test
  void aClientThatIsMissingAndAnAddressWhereNobodyAnswersAreNamed() throws IOException {
    assertBad(
        runFolder("s3a://bucket/runs/a"),
        "cannot reach s3a://bucket/runs/a",
        "-- --packages org.apache.hadoop:hadoop-aws:3.3.4");
    assertBad(
        runFolder(
            "hdfs://localhost:1/runs/a",
            "cluster.spark.\"spark.hadoop.ipc.client.connect.max.retries\"=0",
            "cluster.spark.\"spark.hadoop.dfs.client.retry.policy.enabled\"=false"),
        "Connection refused",
        "nothing answers at localhost:1");
  }
}
