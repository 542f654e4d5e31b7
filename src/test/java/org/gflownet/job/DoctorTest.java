package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gflownet.job.Finding.Grade;
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
}
