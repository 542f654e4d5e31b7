package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.math.RandomStream;
import org.gflownet.train.ReplaySettings.Kind;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replay memories of plain numbers, on the heap and in files. */
class ReplayMemoryTest {
  private static final int CAPACITY = 150;

  @TempDir private Path folder;

  private static ReplaySettings settings(Kind kind, int capacity) {
    return new ReplaySettings(7, kind, 1, capacity, 0.5, 0, 0.1, 0.5, 0.6);
  }

  /**
   * Paths of a few lengths and rewards, so that objects and rewards come again; later ones are
   * longer.
   */
  private static ActionPaths paths(int size, int words, int longest, RandomStream random) {
    int[] offsets = new int[size + 1];
    double[] logRewards = new double[size];
    int[] hashes = new int[size];
    long[] fingerprints = new long[size * words];
    for (int i = 0; i < size; i++) {
      offsets[i + 1] = offsets[i] + random.nextInt(longest);
      hashes[i] = random.nextInt(40) - 20;
      logRewards[i] = random.nextInt(9) == 0 ? -0.0 : random.nextInt(30) / 4.0 - 3;
    }
    for (int w = 0; w < fingerprints.length; w++) {
      int bit = random.nextInt(64);
      fingerprints[w] = 1L << bit | 1L << random.nextInt(64);
    }
    int[] actions = new int[offsets[size]];
    for (int k = 0; k < actions.length; k++) {
      actions[k] = random.nextInt(1000);
    }
    return new ActionPaths(offsets, actions, logRewards, hashes, fingerprints);
  }

  private static void assertSame(ReplayShard actual, ListedShard expected, int step) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(actual.added()).isEqualTo(expected.added());
    assertThat(actual.saved()).usingRecursiveComparison().isEqualTo(expected.saved());
    assertThat(actual.draw(20, new RandomStream(1, step, 0)))
        .usingRecursiveComparison()
        .isEqualTo(expected.draw(20, new RandomStream(1, step, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "UNIFORM, 0, false",
    "UNIFORM, 2, true",
    "REWARD_PRIORITISED, 0, false",
    "REWARD_PRIORITISED, 0, true",
    "DIVERSE_PRIORITISED, 1, false",
    "DIVERSE_PRIORITISED, 3, true"
  })
  void aShardKeepsDrawsAndSavesWhatListsOfObjectsWould(Kind kind, int words, boolean inFiles)
      throws IOException {
    ReplayMemory memory = inFiles ? ReplayMemory.inFiles(folder) : ReplayMemory.onHeap();
    RandomStream random = new RandomStream(5, kind.name().length(), words);
    ReplaySettings settings = settings(kind, CAPACITY);
    ActionPaths good = paths(12, words, 5, random);
    ReplayShard actual = new ReplayShard(settings, CAPACITY, good, memory);
    ListedShard expected = new ListedShard(settings, CAPACITY, good);
    assertSame(actual, expected, 0);
    for (int step = 1; step < 60; step++) {
      ActionPaths more = paths(random.nextInt(30), words, 2 + step, random);
      actual.add(more);
      expected.add(more);
      assertSame(actual, expected, step);
      if (step % 20 == 0) {
        ActionPaths saved = actual.saved();
        long added = actual.added();
        actual = new ReplayShard(settings, CAPACITY, good, memory);
        actual.restore(saved, added);
        assertSame(actual, expected, step);
      }
    }
    assertThat(actual.size()).isGreaterThan(kind == Kind.DIVERSE_PRIORITISED ? 20 : CAPACITY);
    try (var files = Files.list(folder)) {
      assertThat(files).as("files without a name").isEmpty();
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static ShardedReplay filled(int capacity, int count) {
    ReplaySettings settings = settings(Kind.REWARD_PRIORITISED, capacity);
    ShardedReplay replay = new ShardedReplay(settings, ActionPaths.NONE);
    int[] actions = {5, 3};
    for (int i = 0; i < count; i++) {
      ActionPaths path =
          new ActionPaths(new int[] {0, 2}, actions, new double[] {i}, new int[] {i}, new long[0]);
      replay.add(i, List.of(path));
    }
    return replay;
  }

  @Test
  void moreThanAMillionPathsAreNotOnTheHeap() {
    long before = heapInUse();
    ShardedReplay replay = filled(ShardedReplay.MAX_ON_HEAP + 1, 1_005_000);
    long after = heapInUse();
    assertThat(replay.size()).isEqualTo(ShardedReplay.MAX_ON_HEAP + 1);
    // On the heap they take 60 bytes each; other threads of the tests' JVM may hold some.
    assertThat(after - before).isLessThan(20_000_000);
    StepRequest request = new StepRequest(3_000_000, 7, 100, 1, Exploration.NONE, 0);
    ActionPaths drawn = replay.draw(request).get(0);
    assertThat(drawn.size()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      // The first 4,999 had to make way.
      assertThat(drawn.hash(i)).isBetween(4_999, 1_004_999);
      assertThat(drawn.logReward(i)).isEqualTo(drawn.hash(i));
    }
  }

  @Test
  void checkpointsDoNotTellWhereThePathsAre() {
    Map<String, long[]> onHeap = new TreeMap<>();
    filled(ShardedReplay.MAX_ON_HEAP, 5_000).save(onHeap);
    Map<String, long[]> inFiles = new TreeMap<>();
    ShardedReplay large = filled(ShardedReplay.MAX_ON_HEAP + 1, 5_000);
    large.save(inFiles);
    assertThat(inFiles.get("replay")).hasSizeGreaterThan(15_000).isEqualTo(onHeap.get("replay"));
    ShardedReplay resumed = filled(ShardedReplay.MAX_ON_HEAP + 1, 3);
    resumed.restore(onHeap);
    Map<String, long[]> again = new TreeMap<>();
    resumed.save(again);
    assertThat(again.get("replay")).isEqualTo(onHeap.get("replay"));
  }

  @Test
  void whereThereIsNoFolderForItOneLineSaysWhatToDo() {
    ReplayMemory memory = ReplayMemory.inFiles(folder.resolve("none"));
    assertThatThrownBy(() -> memory.allocate(100))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("none", "java.io.tmpdir", "replay.capacity");
  }
}
