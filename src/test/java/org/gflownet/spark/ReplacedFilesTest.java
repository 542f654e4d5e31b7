package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.gflownet.testing.ObjectFiles;
import org.gflownet.testing.UnreplacingFileSystem;
import org.gflownet.testing.UnreplacingFileSystem.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are written in place of older ones, on stores that do not rename as a disk does. */
class ReplacedFilesTest {
  private static final int MANY = 100;
  private static final int REQUESTS_OF_A_REPORT = 4;

  @TempDir private Path folder;

  @AfterEach
  void mend() {
    UnreplacingFileSystem.refuseBy(Refusal.THROWS);
    ObjectFiles.empty();
  }

  private RunDirectory stepped() {
    return new RunDirectory("steps://" + folder.resolve("run"), new Configuration());
  }

  private static RunDirectory objects(Configuration configuration) {
    return new RunDirectory("s3a://bucket/runs/a", configuration);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWS", "ANSWERS_FALSE"})
  void aRenameThatDoesNotReplaceIsNoHindrance(Refusal refusal) {
    UnreplacingFileSystem.refuseBy(refusal);
    RunDirectory run = stepped();
    run.create();
    run.replaceText("metrics.jsonl", "1\n");
    run.replaceText("metrics.jsonl", "1\n2\n");
    run.replaceText("metrics.jsonl", "1\n2\n3\n");
    assertThat(run.readText("metrics.jsonl", MANY)).isEqualTo("1\n2\n3\n");
    assertThat(run.names()).containsExactly("metrics.jsonl");
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWS", "ANSWERS_FALSE"})
  void killedBetweenAnyTwoChangesTheOldOrTheNewFileIsThere(Refusal refusal) {
    UnreplacingFileSystem.refuseBy(refusal);
    RunDirectory run = stepped();
    run.create();
    run.replaceText("config", "0");
    boolean wasKilled = true;
    for (int changes = 0; wasKilled; changes++) {
      String before = run.readText("config", MANY);
      String after = "new " + changes;
      UnreplacingFileSystem.killAfter(changes);
      try {
        run.replaceText("config", after);
        wasKilled = false;
      } catch (UnreplacingFileSystem.Killed e) {
        wasKilled = true;
      }
      UnreplacingFileSystem.refuseBy(refusal);
      RunDirectory next = stepped();
      assertThat(next.exists("config")).as("killed after %d changes", changes).isTrue();
      String found = next.readText("config", MANY);
      assertThat(found).as("killed after %d changes", changes).isIn(before, after);
      next.removeUnfinished();
      assertThat(next.names()).as("killed after %d changes", changes).containsExactly("config");
      assertThat(next.readText("config", MANY)).isEqualTo(found);
    }
    assertThat(run.readText("config", MANY)).startsWith("new ");
  }

  @Test
  void aRenameThatFailsHasOneLineAndTheNextOneWorks() {
    RunDirectory run = stepped();
    run.create();
    UnreplacingFileSystem.refuseBy(Refusal.FAILS_HALF_WAY);
    assertThatThrownBy(() -> run.replaceText("best.json", "1"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write best.json in")
        .hasMessageContaining("connection reset");
    UnreplacingFileSystem.refuseBy(Refusal.THROWS);
    run.replaceText("best.json", "2");
    assertThat(run.names()).containsExactly("best.json");
    assertThat(run.readText("best.json", MANY)).isEqualTo("2");
  }

  @Test
  void anObjectIsWrittenInOneRequestAndReplacedWhole() {
    RunDirectory run = objects(ObjectFiles.empty());
    run.create();
    run.replaceText("metrics.jsonl", "1\n");
    ObjectFiles.takeRequests();
    run.replaceText("metrics.jsonl", "1\n2\n");
    Map<String, Integer> requests = ObjectFiles.takeRequests();
    assertThat(requests).containsEntry("PUT", 1).doesNotContainKey("COPY");
    assertThat(requests.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(REQUESTS_OF_A_REPORT);
    assertThat(ObjectFiles.keys()).containsExactly("runs/a/metrics.jsonl");
    assertThat(run.readText("metrics.jsonl", MANY)).isEqualTo("1\n2\n");
  }

  @Test
  void halfAnObjectIsNeverThere() {
    RunDirectory run = objects(ObjectFiles.empty());
    run.replaceText("metrics.jsonl", "1\n");
    assertThatThrownBy(
            () ->
                run.replace(
                    "metrics.jsonl",
                    out -> {
                      out.write("1\n2".getBytes(StandardCharsets.UTF_8));
                      throw new IOException("a part cannot be read");
                    }))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write metrics.jsonl in s3a://bucket/runs/a");
    assertThat(run.readText("metrics.jsonl", MANY)).isEqualTo("1\n");
    ObjectFiles.refuse(key -> key.endsWith("jsonl"));
    assertThatThrownBy(() -> run.replaceText("metrics.jsonl", "1\n2\n"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Access Denied");
    assertThat(run.readText("metrics.jsonl", MANY)).isEqualTo("1\n");
  }

  /** Others of the process read the same files, Spark among them, and want them checked. */
  @Test
  void checksumsOfSharedFileSystemsStayOn() throws IOException {
    Configuration configuration = new Configuration();
    RunDirectory run = new RunDirectory(folder.toString(), configuration);
    run.replaceText("a", "ours");
    LocalFileSystem shared = FileSystem.getLocal(configuration);
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(folder.toUri() + "/checked");
    try (var out = shared.create(file, true)) {
      out.writeUTF("theirs");
    }
    assertThat(folder.resolve(".checked.crc")).exists();
    assertThat(folder.resolve(".a.crc")).doesNotExist();
    try (var out = new RunDirectory(folder.toString(), configuration).open("a")) {
      assertThat(out.read()).isEqualTo('o');
    }
    java.nio.file.Files.write(
        folder.resolve("checked"), new byte[] {0, 6, 'x', 'h', 'e', 'i', 'r', 's'});
    assertThatThrownBy(
            () -> {
              try (var in = shared.open(file)) {
                in.readUTF();
              }
            })
        .isInstanceOf(org.apache.hadoop.fs.ChecksumException.class);
  }
}
