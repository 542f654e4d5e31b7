package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts start the driver with an archive of its classes, and without one where asked to. */
class ClassArchiveIT {
  private static final String MAIN_FROM_ARCHIVE =
      "org.gflownet.job.Main source: shared objects file (top)";

  @TempDir Path folder;

  @Test
  void classesComeFromTheArchiveAndTheBitsAreThoseOfARunWithout()
      throws IOException, InterruptedException {
    Scripts.Result with = train("with", "local[1]", "yes");
    Scripts.Result inProcess = train("in-process", "in-process[1]", "yes");
    Scripts.Result without = train("without", "local[1]", "no");
    assertThat(loaded("with")).as("%s", with).contains(MAIN_FROM_ARCHIVE);
    assertThat(loaded("in-process")).as("%s", inProcess).contains(MAIN_FROM_ARCHIVE);
    assertThat(loaded("without")).as("%s", without).doesNotContain(MAIN_FROM_ARCHIVE);
    assertThat(with.lastLine()).startsWith("parameters_sha256").isEqualTo(without.lastLine());
    assertThat(inProcess.lastLine()).isEqualTo(without.lastLine());
  }

  private Scripts.Result train(String name, String master, String archive)
      throws IOException, InterruptedException {
    Scripts scripts =
        new Scripts(
            Files.createDirectories(folder.resolve(name)),
            Map.of(
                "GFLOWNET_CLASS_ARCHIVE",
                archive,
                "JAVA_TOOL_OPTIONS",
                "-Xlog:class+load:file=" + folder.resolve(name + ".log")));
    Scripts.Result result =
        scripts.run(
            "train.sh",
            Path.of("conf", "quickstart.conf").toAbsolutePath().toString(),
            "--out",
            "run",
            "--master",
            master,
            "--set",
            "train.steps=10");
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result;
  }

  private String loaded(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }
}
