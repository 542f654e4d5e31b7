package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.PlainSgd;
import org.gflownet.testing.ReplayWorkers;
import org.gflownet.train.DirectionalDerivative;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.ReplaySettings;
import org.gflownet.train.RolloutCounts;
import org.gflownet.train.RoundRequest;
import org.gflownet.train.RoundResult;
import org.gflownet.train.ShardedReplay;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.LocalSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkStepExecutorSparkTest {

  @ParameterizedTest
  @CsvSource({"16, 1, MEAN", "16, 4, MEAN", "13, 5, MEAN", "7, 7, BALANCED", "29, 6, BALANCED"})
  void givesTheBitsOfTheInProcessExecutor(int batch, int slices, Reduction reduction) {
    GridWorkers workers = new GridWorkers("bits " + batch + slices + reduction, reduction);
    float[] parameters = GridWorkers.parameters(4);
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      for (long step = 0; step < 3; step++) {
        StepRequest request =
            new StepRequest(step, 5, batch, slices, new Exploration(0.1, 1.2), step);
        assertSame(spark.execute(request, parameters), local.execute(request, parameters));
        parameters[3] += 0.25f;
      }
    }
  }

  /** Tasks that answer for one slice, for several and for all of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 11, 100})
  void theNumberOfTasksChangesNoBit(int tasks) {
    GridWorkers workers = new GridWorkers("tasks " + tasks, Reduction.MEAN);
    float[] parameters = GridWorkers.parameters(4);
    AtomicInteger begun = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            begun.incrementAndGet();
          }
        };
    LocalSpark.context().sc().addSparkListener(listener);
    try (StepExecutor spark =
            new SparkStepExecutor(
                LocalSpark.context(),
                workers,
                new StepTasks(StepTasks.Share.COUNT, tasks, StepTasks.Gather.DRIVER),
                Optional.empty(),
                Optional.empty());
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      StepRequest request = new StepRequest(3, 5, 29, 11, new Exploration(0.1, 1.2), 3);
      assertSame(spark.execute(request, parameters), local.execute(request, parameters));
      Eventually.until("tasks", Duration.ofSeconds(20), () -> begun.get() == Math.min(tasks, 11));
    } finally {
      LocalSpark.context().sc().removeSparkListener(listener);
    }
  }

  /** However many tasks there are, and whoever adds up. */
  @ParameterizedTest
  @CsvSource({
    "CORES, 0, SHARDS",
    "COUNT, 1, SHARDS",
    "COUNT, 3, SHARDS",
    "COUNT, 11, SHARDS",
    "EXECUTORS, 0, DRIVER",
    "AUTO, 0, AUTO"
  })
  void whoAddsUpChangesNoBit(StepTasks.Share share, int count, StepTasks.Gather gather) {
    GridWorkers workers = new GridWorkers("by " + share + count + gather, Reduction.MEAN);
    float[] parameters = GridWorkers.parameters(4);
    RoundRequest round = new RoundRequest(new Progress(8, 0.0), 4, roundSettings());
    try (StepExecutor spark =
            new SparkStepExecutor(
                LocalSpark.context(),
                workers,
                new StepTasks(share, count, gather),
                Optional.empty(),
                Optional.empty());
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      StepRequest request = new StepRequest(3, 5, 29, 11, new Exploration(0.1, 1.2), 3);
      assertSame(spark.execute(request, parameters), local.execute(request, parameters));
      RoundResult actual = spark.executeRound(round, parameters, new float[] {8f});
      RoundResult expected = local.executeRound(round, parameters, new float[] {8f});
      assertThat(actual.meanParameters()).containsExactly(expected.meanParameters());
      assertThat(actual.meanUpdaterState()).containsExactly(12f);
      assertThat(actual.lossSum()).isEqualTo(expected.lossSum());
      assertThat(actual.counts().visited()).containsExactly(expected.counts().visited());
    }
  }

  private static void assertSame(SliceResult actual, SliceResult expected) {
    for (int k = 0; k < expected.gradient().numParts(); k++) {
      assertThat(actual.gradient().vector(k)).containsExactly(expected.gradient().vector(k));
      assertThat(actual.gradient().loss(k)).isEqualTo(expected.gradient().loss(k));
      assertThat(actual.gradient().weight(k)).isEqualTo(expected.gradient().weight(k));
    }
    assertThat(actual.counts().visited()).containsExactly(expected.counts().visited());
    assertThat(actual.counts().numTransitions()).isEqualTo(expected.counts().numTransitions());
    assertThat(actual.counts().numEvaluations()).isEqualTo(expected.counts().numEvaluations());
    assertThat(actual.counts().divergedSlice()).isEqualTo(expected.counts().divergedSlice());
  }

  private static Trainer.Settings roundSettings() {
    return new Trainer.Settings(
        3,
        20,
        11,
        3,
        Schedule.constant(0.02),
        0,
        Schedule.constant(0.1),
        Schedule.constant(1.0),
        4,
        0);
  }

  @Test
  void aRoundOfAveragingGivesTheBitsOfTheInProcessExecutor() {
    GridWorkers workers = new GridWorkers("round", Reduction.MEAN);
    RoundRequest request = new RoundRequest(new Progress(8, 0.0), 4, roundSettings());
    float[] parameters = GridWorkers.parameters(4);
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      RoundResult actual = spark.executeRound(request, parameters, new float[] {8f});
      RoundResult expected = local.executeRound(request, parameters, new float[] {8f});
      assertThat(actual.meanParameters()).containsExactly(expected.meanParameters());
      assertThat(actual.meanUpdaterState()).containsExactly(12f);
      assertThat(actual.counts().visited())
          .containsExactly(expected.counts().visited())
          .hasSize(44);
      assertThat(actual.lossSum()).isEqualTo(expected.lossSum());
      assertThat(actual.counts().numTransitions()).isEqualTo(expected.counts().numTransitions());
      assertThat(actual.counts().divergedSlice()).isEqualTo(RolloutCounts.NONE);
    }
  }

  @Test
  void pipelinedTrainingGivesTheBitsOfTheInProcessExecutor() {
    GridWorkers workers = new GridWorkers("pipelined", Reduction.MEAN);
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      assertThat(trainPipelined(spark, workers).parameters())
          .containsExactly(trainPipelined(local, workers).parameters());
    }
  }

  private static TrainingState trainPipelined(StepExecutor executor, GridWorkers workers) {
    Trainer.Settings settings =
        new Trainer.Settings(
            3,
            12,
            11,
            3,
            Schedule.constant(0.02),
            0,
            Schedule.constant(0.1),
            Schedule.constant(1.0),
            0,
            2);
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    new Trainer(settings, executor, workers.objective(), List.of()).run(state, () -> false);
    return state;
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM, false, 0", "REWARD_PRIORITISED, true, 0", "DIVERSE_PRIORITISED, true, 2"})
  void replayGivesTheBitsOfTheInProcessExecutor(
      ReplaySettings.Kind kind, boolean freshPaths, int staleness) {
    ReplayWorkers workers =
        new ReplayWorkers(
            "replay " + kind,
            freshPaths,
            new LocalSearch.Settings(freshPaths ? 1 : 0, 2, LocalSearch.Acceptance.METROPOLIS));
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      assertThat(trainWithReplay(spark, workers, kind, staleness).parameters())
          .containsExactly(trainWithReplay(local, workers, kind, staleness).parameters());
    }
  }

  private static TrainingState trainWithReplay(
      StepExecutor executor, ReplayWorkers workers, ReplaySettings.Kind kind, int staleness) {
    Trainer.Settings settings =
        new Trainer.Settings(
            3,
            12,
            11,
            3,
            Schedule.constant(0.01),
            1.0,
            Schedule.constant(0.1),
            Schedule.constant(1.0),
            0,
            staleness);
    TrainingState state = new TrainingState(ReplayWorkers.parameters(4), new PlainSgd());
    ShardedReplay replay =
        new ShardedReplay(
            new ReplaySettings(3, kind, 3, 20, 0.4, 1, 0.2, 0.5, 0.7), ActionPaths.NONE);
    new Trainer(settings, executor, workers.objective(), replay, List.of()).run(state, () -> false);
    int rounds = workers.localSearch().rounds();
    assertThat(state.counters().trajectories()).isLessThan((12 * 11 - 30) * (1L + rounds));
    return state;
  }

  @Test
  void theGradientOfASparkStepAgreesWithFiniteDifferences() {
    GridWorkers workers = new GridWorkers("derivative", Reduction.BALANCED);
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers)) {
      DirectionalDerivative.check(spark, workers.objective(), GridWorkers.parameters(3));
    }
  }

  @Test
  void reportsADivergedSlice() {
    GridWorkers workers = new GridWorkers("diverged", Reduction.MEAN);
    float[] parameters = GridWorkers.parameters(3);
    parameters[0] = Float.NaN;
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers)) {
      StepRequest request = new StepRequest(0, 5, 8, 4, Exploration.NONE, 0);
      assertThat(spark.execute(request, parameters).counts().divergedSlice()).isZero();
    }
  }
}
