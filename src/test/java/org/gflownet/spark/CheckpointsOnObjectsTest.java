package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.math.Progress;
import org.gflownet.testing.ObjectFiles;
import org.gflownet.testing.OneFloatCodec;
import org.gflownet.testing.UnreplacingFileSystem;
import org.gflownet.testing.UnreplacingFileSystem.Refusal;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints where folders are not renamed, or not as a disk does. */
class CheckpointsOnObjectsTest {
  private static final int REQUESTS_OF_A_CHECKPOINT = 20;

  @TempDir private Path folder;
  private Configuration configuration;

  @BeforeEach
  void empty() {
    configuration = ObjectFiles.empty();
  }

  @AfterEach
  void mend() {
    UnreplacingFileSystem.refuseBy(Refusal.THROWS);
    ObjectFiles.empty();
  }

  private HadoopCheckpointStore store() {
    return store("s3a://bucket/run/checkpoints");
  }

  private HadoopCheckpointStore store(String location) {
    RunDirectory directory = new RunDirectory(location, configuration);
    return new HadoopCheckpointStore(directory, new OneFloatCodec(), 2);
  }

  /** With as many sections as a run of molecules has. */
  private static Checkpoint checkpoint(long step) {
    Map<String, long[]> sections = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      sections.put("section-" + i, new long[] {step, i});
    }
    return new Checkpoint(
        new TrainingState.Counters(step, 2 * step, 3 * step, 0.5),
        new Progress(step, Double.NaN),
        7,
        new float[] {step + 0.25f},
        Optional.of(new float[] {step + 0.75f}),
        List.of(new float[] {step}),
        new float[0],
        sections,
        "seed = 7\n");
  }

  private static void assertHolds(Checkpoint loaded, long step) {
    assertThat(loaded.counters()).isEqualTo(checkpoint(step).counters());
    assertThat(loaded.parameters()).containsExactly(step + 0.25f);
    assertThat(loaded.averagedParameters().orElseThrow()).containsExactly(step + 0.75f);
    assertThat(loaded.previousParameters().get(0)).containsExactly((float) step);
    assertThat(loaded.configText()).isEqualTo("seed = 7\n");
    assertThat(loaded.sections()).hasSize(10);
    assertThat(loaded.sections().get("section-3")).containsExactly(step, 3);
  }

  @Test
  void aCheckpointTakesFewRequestsAndCopiesNothing() {
    HadoopCheckpointStore store = store();
    for (long step = 10; step <= 60; step += 10) {
      ObjectFiles.takeRequests();
      store.save(checkpoint(step), OptionalLong.of(step));
      Map<String, Integer> requests = ObjectFiles.takeRequests();
      assertThat(requests.values().stream().mapToInt(Integer::intValue).sum())
          .as("step %d: %s", step, requests)
          .isLessThanOrEqualTo(REQUESTS_OF_A_CHECKPOINT);
      assertThat(requests).doesNotContainKey("COPY");
    }
    assertThat(store().steps()).containsExactly(50L, 60L);
    assertHolds(store().latest().orElseThrow(), 60);
  }

  @Test
  void keepsTheNewestAndTheBest() {
    HadoopCheckpointStore store = store();
    store.save(checkpoint(10), OptionalLong.of(10));
    store.save(checkpoint(20), OptionalLong.empty());
    store.save(checkpoint(30), OptionalLong.empty());
    // Another process goes on.
    HadoopCheckpointStore resumed = store();
    resumed.save(checkpoint(40), OptionalLong.empty());
    assertThat(resumed.steps()).containsExactly(10L, 30L, 40L);
    assertThat(store().bestStep()).contains(10L);
    assertHolds(store().load(10), 10);
    resumed.save(checkpoint(40), OptionalLong.empty());
    assertThat(resumed.steps()).containsExactly(10L, 30L, 40L);
    assertHolds(store().latest().orElseThrow(), 40);
  }

  @Test
  void killedBeforeAnyObjectTheNewestWholeOneIsLoadedAndTheNextIsSaved() {
    store().save(checkpoint(10), OptionalLong.of(10));
    long step = 10;
    for (int puts = 0; ; puts++) {
      long next = step + 10;
      ObjectFiles.killAfter(puts);
      boolean isSaved = true;
      try {
        store().save(checkpoint(next), OptionalLong.empty());
      } catch (ObjectFiles.Killed e) {
        isSaved = false;
      }
      ObjectFiles.killAfter(Integer.MAX_VALUE);
      HadoopCheckpointStore after = store();
      assertHolds(after.latest().orElseThrow(), isSaved ? next : step);
      assertHolds(after.load(10), 10);
      if (isSaved) {
        assertThat(puts).isEqualTo(3);
        break;
      }
      // With another rhythm the resumed process never comes to that step.
      after.save(checkpoint(step + 5), OptionalLong.empty());
      step += 5;
      assertThat(after.steps()).doesNotContain(next);
      assertThat(ObjectFiles.keys()).noneMatch(key -> key.contains("step-%08d".formatted(next)));
    }
  }

  @Test
  void whatCannotBeWrittenIsOneLineAndTheOneBeforeStays() {
    HadoopCheckpointStore store = store();
    store.save(checkpoint(10), OptionalLong.empty());
    ObjectFiles.refuse(key -> key.endsWith("manifest.json"));
    assertThatThrownBy(() -> store.save(checkpoint(20), OptionalLong.empty()))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching("cannot write manifest.json in s3a://\\S+: Access Denied.*");
    assertHolds(store().latest().orElseThrow(), 10);
    assertThat(ObjectFiles.keys()).noneMatch(key -> key.contains("step-00000020"));
  }

  /** A folder that was copied to a disk is read there, and the other way round. */
  @Test
  void checkpointsCanBeCopiedToADisk() throws java.io.IOException {
    store().save(checkpoint(10), OptionalLong.empty());
    for (String key : ObjectFiles.keys()) {
      Path file = folder.resolve(key);
      java.nio.file.Files.createDirectories(file.getParent());
      RunDirectory objects = new RunDirectory("s3a://bucket/", configuration);
      java.nio.file.Files.write(file, objects.read(key, 1 << 20));
    }
    HadoopCheckpointStore copied = store(folder.resolve("run/checkpoints").toString());
    assertHolds(copied.latest().orElseThrow(), 10);
    copied.save(checkpoint(20), OptionalLong.empty());
    List<Path> files;
    try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
      files = all.filter(java.nio.file.Files::isRegularFile).toList();
    }
    for (Path file : files) {
      ObjectFiles.put("back/" + folder.relativize(file), java.nio.file.Files.readAllBytes(file));
    }
    HadoopCheckpointStore back = store("s3a://bucket/back/run/checkpoints");
    assertThat(back.steps()).containsExactly(10L, 20L);
    assertHolds(back.latest().orElseThrow(), 20);
  }

  @Test
  void killedBetweenAnyTwoChangesTheBestOneStays() {
    boolean wasKilled = true;
    for (int changes = 0; wasKilled; changes++) {
      UnreplacingFileSystem.refuseBy(Refusal.THROWS);
      String location = "steps://" + folder.resolve("best-" + changes);
      HadoopCheckpointStore store = store(location);
      store.save(checkpoint(10), OptionalLong.of(10));
      store.save(checkpoint(20), OptionalLong.empty());
      store.save(checkpoint(30), OptionalLong.empty());
      UnreplacingFileSystem.killAfter(changes);
      try {
        store.save(checkpoint(40), OptionalLong.of(40));
        wasKilled = false;
      } catch (UnreplacingFileSystem.Killed e) {
        wasKilled = true;
      }
      UnreplacingFileSystem.refuseBy(Refusal.THROWS);
      HadoopCheckpointStore resumed = store(location);
      long best = resumed.bestStep().orElseThrow();
      assertThat(best).as("killed after %d changes", changes).isIn(10L, 40L);
      for (long step = 50; step <= 70; step += 10) {
        resumed.save(checkpoint(step), OptionalLong.empty());
      }
      assertHolds(store(location).load(best), best);
    }
  }
}
