package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.math.Progress;
import org.gflownet.testing.FaultyFileSystem;
import org.gflownet.testing.OneFloatCodec;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a driver that is killed, or whose disk is full, while it writes one. */
class KilledWhileSavingTest {
  private static final long PLENTY = 1 << 20;

  @TempDir private Path directory;

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  private HadoopCheckpointStore store(String name) {
    String location = "faulty://" + directory.resolve(name);
    return new HadoopCheckpointStore(
        new RunDirectory(location, new Configuration()), new OneFloatCodec(), 2);
  }

  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        new TrainingState.Counters(step, 2 * step, 3 * step, 0.5),
        new Progress(step, Double.NaN),
        7,
        new float[] {step + 0.25f},
        Optional.empty(),
        List.of(),
        new float[0],
        Map.of("seen", new long[] {step}),
        "seed = 7\n");
  }

  private static void assertHolds(Checkpoint loaded, long step) {
    assertThat(loaded.counters()).isEqualTo(checkpoint(step).counters());
    assertThat(loaded.parameters()).containsExactly(step + 0.25f);
    assertThat(loaded.sections().get("seen")).containsExactly(step);
  }

  @Test
  void killedAtAnyByteTheNewestWholeOneIsLoadedAndTheNextIsSaved() {
    long size = bytesOfASave(true);
    assertThat(size).isBetween(500L, 3000L);
    store("killed").save(checkpoint(10), OptionalLong.empty());
    int old = 0;
    long step = 10;
    for (long k = 0; k < size; k++) {
      long next = step + 10;
      FaultyFileSystem.killAfter(k);
      assertThatThrownBy(() -> store("killed").save(checkpoint(next), OptionalLong.of(next)))
          .isInstanceOf(FaultyFileSystem.Killed.class);
      assertThat(FaultyFileSystem.isDead()).isTrue();
      FaultyFileSystem.mend();
      HadoopCheckpointStore after = store("killed");
      Checkpoint latest = after.latest().orElseThrow();
      assertThat(latest.counters().step()).as("killed after %d bytes", k).isIn(step, next);
      assertHolds(latest, latest.counters().step());
      old += latest.counters().step() == step ? 1 : 0;
      step = next;
      after.save(checkpoint(step), OptionalLong.empty());
      assertHolds(after.latest().orElseThrow(), step);
      assertThat(hidden("killed")).isEmpty();
    }
    // The note of the best, a few bytes, is written after the rename.
    assertThat(old).isBetween((int) size - 40, (int) size - 1);
  }

  private long bytesOfASave(boolean best) {
    FaultyFileSystem.fill("measured", PLENTY);
    HadoopCheckpointStore store = store("measured");
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    long before = FaultyFileSystem.bytesLeft();
    store.save(checkpoint(30), best ? OptionalLong.of(30) : OptionalLong.empty());
    return before - FaultyFileSystem.bytesLeft();
  }

  private List<String> hidden(String name) {
    try (var files = Files.list(directory.resolve(name))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith(".")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFullDiskAtAnyByteLeavesTheOneBeforeAndNoLitter() {
    long size = bytesOfASave(false);
    HadoopCheckpointStore store = store("full");
    store.save(checkpoint(10), OptionalLong.empty());
    for (long k = 0; k < size; k++) {
      FaultyFileSystem.fill("full", k);
      assertThatThrownBy(() -> store.save(checkpoint(20), OptionalLong.empty()))
          .isInstanceOf(StorageException.class)
          .hasMessageMatching(
              "cannot write \\S+ in \\S+/\\.step-00000020: No space left on device");
      FaultyFileSystem.mend();
      assertHolds(store.latest().orElseThrow(), 10);
      assertThat(hidden("full")).isEmpty();
    }
  }

  /** Hadoop makes an error, no exception, of what this machine's own disk refuses. */
  @Test
  void aFullDiskOfThisMachineIsOneLineToo() throws IOException {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      return;
    }
    RunDirectory files = new RunDirectory(directory.toString(), new Configuration());
    Files.createSymbolicLink(directory.resolve("a"), full);
    assertThatThrownBy(() -> files.write("a", out -> out.write(new byte[100_000])))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching("cannot write a in \\S+: No space left on device");
    assertThat(full).exists();
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void aReadOnlyDirectoryIsNamed() {
    HadoopCheckpointStore store = store("fixed");
    store.save(checkpoint(10), OptionalLong.empty());
    FaultyFileSystem.makeReadOnly("fixed");
    assertThatThrownBy(() -> store.save(checkpoint(20), OptionalLong.empty()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("fixed: Read-only file system");
    assertHolds(store.latest().orElseThrow(), 10);
  }

  @Test
  void whatReplacingLeftWhenItWasKilledIsRemoved() throws IOException {
    RunDirectory files =
        new RunDirectory("faulty://" + directory.resolve("run"), new Configuration());
    files.create();
    files.replaceText("metrics.jsonl", "1\n");
    FaultyFileSystem.killAfter(3);
    assertThatThrownBy(() -> files.replaceText("metrics.jsonl", "1\n2\n3\n"))
        .isInstanceOf(FaultyFileSystem.Killed.class);
    FaultyFileSystem.mend();
    assertThat(hidden("run")).hasSize(1);
    files.replaceText(".kept", "not ours");
    files.removeUnfinished();
    assertThat(hidden("run")).containsExactly(".kept");
    assertThat(files.readText("metrics.jsonl", 100)).isEqualTo("1\n");
  }
}
