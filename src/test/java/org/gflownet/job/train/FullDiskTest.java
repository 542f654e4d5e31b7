package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.FaultyFileSystem;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs whose disk fills up, wherever they are writing, or can only be read: on a file system
 * that behaves so, and on real ones where this process may mount some.
 */
class FullDiskTest {
  private static final int STEPS = 60;
  private static final int BATCH = 8;
  private static final long PLENTY = 1L << 30;

  @TempDir private Path directory;
  private Path conf;

  @BeforeEach
  void configure() throws IOException {
    conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 6 }
        model { hidden = [64, 64], engine = vector }
        train { steps = %d, batch = %d, slices = 2, lr = 0.01 }
        eval.every = 20
        checkpoint { every = 10, keep = 2 }
        visited { enabled = true, every = 10 }
        cluster.master = "in-process[1]"
        progress.mode = none
        """
            .formatted(STEPS, BATCH));
  }

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  private Terminal.Result train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("train", conf.toString(), "--out", run));
    args.addAll(Arrays.asList(more));
    return Terminal.of(() -> Main.run(args.toArray(String[]::new)));
  }

  private static String digest(Terminal.Result result) {
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result.out().lines().reduce((a, b) -> b).orElseThrow();
  }

  private static List<Map<String, String>> visited(Path run) {
    return ParquetFiles.rows(run.resolve("visited"));
  }

  private static void assertRefused(Terminal.Result result, String reason) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.FAULT);
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
        .as(result.toString())
        .singleElement()
        .asString()
        .startsWith("gflownet: cannot ")
        .contains(reason, "--resume");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  private static void assertNoLitter(Path run) throws IOException {
    try (var files = Files.walk(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void whereverTheDiskIsFullTheRunEndsInALineAndGoesOnToTheSameBits() throws IOException {
    Path whole = directory.resolve("whole");
    FaultyFileSystem.fill("whole", PLENTY);
    String expected = digest(train("faulty://" + whole));
    long bytes = PLENTY - FaultyFileSystem.bytesLeft();
    for (int i = 2; i <= 8; i++) {
      Path run = directory.resolve("full-" + i);
      FaultyFileSystem.fill(run.toString(), bytes * i / 10);
      assertRefused(train("faulty://" + run), "No space left on device");
      assertNoLitter(run);
      FaultyFileSystem.mend();
      assertThat(digest(train("faulty://" + run, "--resume"))).isEqualTo(expected);
      assertThat(visited(run)).isEqualTo(visited(whole)).hasSize(STEPS * BATCH);
    }
    FaultyFileSystem.makeReadOnly("whole");
    String longer = "train.steps=" + (STEPS + 10);
    assertRefused(train("faulty://" + whole, "--resume", "--set", longer), "Read-only file system");
    Terminal.Result refused = train("faulty://" + whole + "/new");
    assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(ExitCode.USER);
    assertThat(refused.err()).contains("Read-only file system").hasLineCount(1);
    FaultyFileSystem.mend();
    digest(train("faulty://" + whole, "--resume", "--set", longer));
  }

  /** The same on small file systems of the kernel's, where it lets this process mount them. */
  @Test
  void soItIsOnARealDisk() throws IOException, InterruptedException {
    String expected = digest(train(directory.resolve("plain").toString()));
    Path disk = Files.createDirectory(directory.resolve("disk"));
    if (!mount("size=300k", disk)) {
      // The other test shows it on a file system of its own.
      return;
    }
    try {
      Path run = disk.resolve("run");
      assertRefused(train(run.toString()), "No space left on device");
      assertNoLitter(run);
      assertThat(mount("remount,size=30m", disk)).isTrue();
      assertThat(digest(train(run.toString(), "--resume"))).isEqualTo(expected);
      assertThat(visited(run)).isEqualTo(visited(directory.resolve("plain")));
      assertThat(mount("remount,ro", disk)).isTrue();
      assertRefused(
          train(run.toString(), "--resume", "--set", "train.steps=70"), "Read-only file system");
    } finally {
      command("umount", disk.toString());
    }
  }

  private static boolean mount(String options, Path place)
      throws IOException, InterruptedException {
    return command("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString());
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // Not on every system.
      return false;
    }
  }
}
