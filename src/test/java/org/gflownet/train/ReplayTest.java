package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.testing.PlainSgd;
import org.gflownet.testing.ReplayWorkers;
import org.gflownet.train.ReplaySettings.Kind;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final int SLICES = 3;

  private static ReplaySettings settings(Kind kind, int capacity, double share) {
    return new ReplaySettings(7, kind, SLICES, capacity, share, 2, 0.1, 0.5, 0.6);
  }

  private static ReplayShard shard(Kind kind, int capacity) {
    return new ReplayShard(
        settings(kind, capacity, 0.5), capacity, ActionPaths.NONE, ReplayMemory.onHeap());
  }

  /** An object with a number, of log R 0.1 times that number; action 1 as often. */
  private static ActionPaths object(int number) {
    return object(number, 0.1 * number, 1L << number);
  }

  private static ActionPaths object(int number, double logReward, long fingerprint) {
    int[] actions = new int[number];
    java.util.Arrays.fill(actions, 1);
    return new ActionPaths(
        new int[] {0, number},
        actions,
        new double[] {logReward},
        new int[] {number * 31},
        new long[] {fingerprint});
  }

  private static Set<Integer> numbers(ReplayShard shard) {
    Set<Integer> numbers = new TreeSet<>();
    for (int hash : shard.saved().hashes()) {
      numbers.add(hash / 31);
    }
    return numbers;
  }

  private static Map<Integer, Integer> draws(ReplayShard shard, int count) {
    Map<Integer, Integer> counts = new TreeMap<>();
    ActionPaths drawn = shard.draw(count, new RandomStream(3, 0, 0));
    assertThat(drawn.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      assertThat(drawn.path(i).actions()).hasSize(drawn.hash(i) / 31);
      counts.merge(drawn.hash(i) / 31, 1, Integer::sum);
    }
    return counts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9, 10})
  void aUniformShardKeepsTheLatestAndDrawsThemAlike(int capacity) {
    ReplayShard shard = shard(Kind.UNIFORM, capacity);
    assertThat(shard.draw(5, new RandomStream(1, 2, 3)).size()).isZero();
    for (int number = 1; number <= 10; number++) {
      shard.add(object(number));
    }
    Map<Integer, Integer> counts = draws(shard, 20_000);
    assertThat(counts).hasSize(capacity);
    counts.forEach(
        (number, count) -> {
          assertThat(number).isGreaterThan(10 - capacity);
          assertThat(count / 20_000.0).isCloseTo(1.0 / capacity, within(0.02));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everySliceDrawsObjectsOfAFileAndAFileAloneTakesInNothing(int count) {
    List<ActionPaths> good = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      good.add(object(number));
    }
    ShardedReplay replay = new ShardedReplay(settings(Kind.FILE, 1, 0.5), ActionPaths.concat(good));
    assertThat(replay.size()).isEqualTo(Math.max(count, SLICES));
    Set<Integer> drawn = new TreeSet<>();
    for (int step = 2; step < 60; step++) {
      StepRequest request = new StepRequest(step, 7, 12, SLICES, Exploration.NONE, step);
      for (ActionPaths paths : replay.draw(request)) {
        assertThat(paths.size()).isEqualTo(2);
        drawn.add(paths.hash(0) / 31);
        drawn.add(paths.hash(1) / 31);
      }
      replay.add(step, List.of(ActionPaths.NONE, ActionPaths.NONE, ActionPaths.NONE));
    }
    assertThat(drawn).hasSize(count);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.add(60, List.of(object(1), object(1), object(1))));
  }

  @Test
  void aPrioritisedShardKeepsTheBestOnce() {
    ReplayShard shard = shard(Kind.REWARD_PRIORITISED, 4);
    for (int number : new int[] {3, 9, 9, 1, 7, 2, 8, 9, 1}) {
      shard.add(object(number));
    }
    assertThat(numbers(shard)).containsExactly(3, 7, 8, 9);
    assertThat(shard.size()).isEqualTo(4);
  }

  @Test
  void theBestAreDrawnWithTheirWeight() {
    ReplayShard shard = shard(Kind.REWARD_PRIORITISED, 30);
    for (int number = 1; number <= 20; number++) {
      shard.add(object(number));
    }
    Map<Integer, Integer> counts = draws(shard, 40_000);
    for (int number = 1; number <= 20; number++) {
      double expected = number > 18 ? 0.5 / 2 : 0.5 / 18;
      assertThat(counts.get(number) / 40_000.0).isCloseTo(expected, within(0.01));
    }
  }

  @Test
  void ofSimilarObjectsADiverseShardKeepsTheBest() {
    ReplayShard shard = shard(Kind.DIVERSE_PRIORITISED, 3);
    shard.add(object(1, 1.0, 0b000111));
    // Half of the bits of either are shared: too little to be alike.
    shard.add(object(2, 0.5, 0b001110));
    assertThat(numbers(shard)).containsExactly(1, 2);
    shard.add(object(3, 0.9, 0b001111));
    assertThat(numbers(shard)).containsExactly(1, 2);
    // Alike to both, and better.
    shard.add(object(4, 1.1, 0b001111));
    assertThat(numbers(shard)).containsExactly(4);
    shard.add(object(5, 0.1, 1L << 20));
    shard.add(object(6, 0.3, 1L << 21));
    shard.add(object(7, 0.2, 1L << 22));
    assertThat(numbers(shard)).containsExactly(4, 6, 7);
  }

  @Test
  void whatIsThereFromTheBeginningStaysAndDoesNotCount() {
    for (Kind kind : List.of(Kind.UNIFORM, Kind.REWARD_PRIORITISED, Kind.DIVERSE_PRIORITISED)) {
      ActionPaths good = ActionPaths.concat(List.of(object(1), object(2)));
      ReplayShard shard = new ReplayShard(settings(kind, 2, 0.5), 2, good, ReplayMemory.onHeap());
      for (int number = 3; number <= 9; number++) {
        shard.add(object(number));
      }
      assertThat(draws(shard, 2_000).keySet()).containsExactly(1, 2, 8, 9);
      assertThat(numbers(shard)).containsExactly(8, 9);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 13", "0.07, 5", "0.999, 4", "0.3, 3"})
  void theShareIsExactOverSteps(double share, int batch) {
    ReplaySettings settings = settings(Kind.UNIFORM, 10, share);
    int drawn = 0;
    for (int step = 0; step < 1000; step++) {
      StepRequest request = new StepRequest(step, 1, batch, SLICES, Exploration.NONE, 0);
      for (int slice = 0; slice < SLICES; slice++) {
        int count = settings.numDrawn(request, slice);
        assertThat(count)
            .isBetween(0, request.firstTrajectory(slice + 1) - request.firstTrajectory(slice));
        assertThat(step < 2 && count > 0).isFalse();
        drawn += count;
      }
    }
    assertThat((double) drawn).isCloseTo(share * batch * 998, within(1.0));
  }

  @Test
  void theCapacityIsSharedOut() {
    ReplaySettings settings = settings(Kind.UNIFORM, 11, 0.5);
    assertThat(List.of(settings.capacity(0), settings.capacity(1), settings.capacity(2)))
        .containsExactly(3, 4, 4);
  }

  @Test
  void pathsOfAnotherNumberOfSlicesAreRefused() {
    ShardedReplay replay = new ShardedReplay(settings(Kind.UNIFORM, 9, 0.5), ActionPaths.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.add(0, List.of(object(1))))
        .withMessageContaining("3 slices, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.restore(Map.of()))
        .withMessageContaining("no replay memory");
  }

  private static ShardedReplay replay(Kind kind) {
    return new ShardedReplay(settings(kind, 40, 0.4), ActionPaths.NONE);
  }

  private static Trainer.Settings training(int staleness) {
    return new Trainer.Settings(
        7,
        14,
        13,
        SLICES,
        Schedule.constant(0.01),
        1.0,
        Schedule.constant(0.1),
        Schedule.constant(1.0),
        0,
        staleness);
  }

  private static TrainingState run(
      ReplayWorkers workers,
      ShardedReplay replay,
      TrainingState state,
      int staleness,
      int threads,
      int stopAt) {
    try (StepExecutor executor = new InProcessStepExecutor(workers, threads)) {
      new Trainer(training(staleness), executor, workers.objective(), replay, List.of())
          .run(state, () -> state.step() == stopAt);
    }
    return state;
  }

  private static TrainingState fresh() {
    return new TrainingState(ReplayWorkers.parameters(1), new PlainSgd());
  }

  @ParameterizedTest
  @CsvSource({
    "UNIFORM, false, 0, 5", "REWARD_PRIORITISED, true, 0, 8", "DIVERSE_PRIORITISED, false, 0, 4",
    "UNIFORM, true, 2, 1", "REWARD_PRIORITISED, false, 3, 7", "DIVERSE_PRIORITISED, true, 2, 9",
  })
  void halvesOnAnyThreadsAreOneRun(Kind kind, boolean backward, int staleness, int half) {
    ReplayWorkers workers = new ReplayWorkers("replay" + kind + backward, backward);
    TrainingState whole = run(workers, replay(kind), fresh(), staleness, 1, 99);
    ShardedReplay firstReplay = replay(kind);
    TrainingState first = run(workers, firstReplay, fresh(), staleness, 3, half);
    assertThat(first.step()).isEqualTo(half);
    Map<String, long[]> sections = new HashMap<>();
    firstReplay.save(sections);
    ShardedReplay secondReplay = replay(kind);
    secondReplay.add(0, List.of(object(1), object(2), object(3)));
    secondReplay.restore(sections);
    TrainingState second = fresh();
    second.restore(
        first.parameters().clone(),
        Optional.empty(),
        first.previousParameters(),
        first.updater().state(),
        first.counters());
    run(workers, secondReplay, second, staleness, 2, 99);
    assertThat(second.parameters()).containsExactly(whole.parameters());
    assertThat(second.counters().trajectories()).isEqualTo(whole.counters().trajectories());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "FILE")
  void drawnTrajectoriesTakeThePlaceOfSampledOnes(Kind kind) {
    ReplayWorkers workers = new ReplayWorkers("counts" + kind, false);
    TrainingState with = run(workers, replay(kind), fresh(), 0, 1, 99);
    long drawn = (long) (Math.floor(0.4 * 13 * 14) - Math.floor(0.4 * 13 * 2));
    assertThat(with.counters().trajectories()).isEqualTo(13 * 14 - drawn);
    TrainingState without = fresh();
    try (StepExecutor executor = new InProcessStepExecutor(workers, 1)) {
      new Trainer(training(0), executor, workers.objective(), List.of()).run(without, () -> false);
    }
    assertThat(with.parameters()).isNotEqualTo(without.parameters());
  }

  @Test
  void aStoredPathIsWalkedAgain() {
    ReplayWorkers workers = new ReplayWorkers("walk", false);
    List<ActionPaths> sampled = new ArrayList<>();
    StepRequest request = new StepRequest(4, 1, 6, 1, Exploration.NONE, 0);
    float[] parameters = ReplayWorkers.parameters(2);
    SliceResult first = workers.create().run(request, 0, parameters, ActionPaths.NONE);
    sampled.add(first.sampled().get(0));
    assertThat(sampled.get(0).size()).isEqualTo(6);
    // All that was sampled, drawn again: the same loss without a trajectory of its own.
    SliceResult again = workers.create().run(request, 0, parameters, sampled.get(0));
    assertThat(again.gradient().loss(0)).isCloseTo(first.gradient().loss(0), within(1e-9));
    assertThat(again.counts().numTrajectories()).isZero();
    assertThat(again.counts().visited()).isEmpty();
    assertThat(again.sampled().get(0).size()).isZero();
  }
}
