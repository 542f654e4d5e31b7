package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.gflownet.math.Schedule;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.PlainSgd;
import org.gflownet.testing.ReplayWorkers;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.Replay;
import org.gflownet.train.ReplaySettings;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.ShardedReplay;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.LocalSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class LongJobsSparkTest {

  /** Counts the jobs of the shared context while it is there. */
  private static final class Jobs extends SparkListener implements AutoCloseable {
    private final AtomicInteger number = new AtomicInteger();

    Jobs() {
      LocalSpark.context().sc().addSparkListener(this);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      number.incrementAndGet();
    }

    @Override
    public void close() {
      LocalSpark.context().sc().removeSparkListener(this);
    }
  }

  private static StepExecutor longJobs(RolloutWorker.Factory workers, int slices, int steps) {
    return new InProcessStepExecutor(
        new LongJobs<>(LocalSpark.context(), workers.key(), workers::create, slices, steps));
  }

  private static Trainer.Settings settings(int steps, int localSteps, int staleness) {
    return new Trainer.Settings(
        3,
        steps,
        11,
        3,
        Schedule.constant(0.02),
        0,
        Schedule.constant(0.1),
        Schedule.constant(1.0),
        localSteps,
        staleness);
  }

  private static float[] trained(StepExecutor executor, GridWorkers workers, Trainer.Settings how) {
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    new Trainer(how, executor, workers.objective(), List.of()).run(state, () -> false);
    return state.parameters();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 0, 4", "4, 0, 0", "4, 0, 2", "0, 2, 0", "0, 2, 3"})
  void stepsHaveTheBitsOfTheInProcessExecutor(int localSteps, int staleness, int stepsPerJob) {
    GridWorkers workers = new GridWorkers("long " + localSteps + staleness, Reduction.MEAN);
    Trainer.Settings how = settings(24, localSteps, staleness);
    try (StepExecutor spark = longJobs(workers, 3, stepsPerJob);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      assertThat(trained(spark, workers, how)).containsExactly(trained(local, workers, how));
      assertThat(spark.describe()).contains("local[2]");
      assertThat(spark.numExecutors()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 2"})
  void replayTravelsAsBefore(boolean freshPaths, int staleness) {
    LocalSearch.Settings search = new LocalSearch.Settings(1, 2, LocalSearch.Acceptance.METROPOLIS);
    ReplayWorkers workers = new ReplayWorkers("long replay", freshPaths, search);
    List<float[]> ends = new ArrayList<>();
    for (boolean isSpark : new boolean[] {true, false}) {
      Replay replay =
          new ShardedReplay(
              new ReplaySettings(
                  3, ReplaySettings.Kind.REWARD_PRIORITISED, 3, 20, 0.4, 1, 0.2, 0.5, 0.7),
              ActionPaths.NONE);
      TrainingState state = new TrainingState(ReplayWorkers.parameters(4), new PlainSgd());
      try (StepExecutor executor =
          isSpark ? longJobs(workers, 3, 0) : new InProcessStepExecutor(workers, 2)) {
        new Trainer(settings(12, 0, staleness), executor, workers.objective(), replay, List.of())
            .run(state, () -> false);
      }
      ends.add(state.parameters());
    }
    assertThat(ends.get(0)).containsExactly(ends.get(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 25", "10, 5, 30", "1, 50, 50"})
  void manyStepsAreOneJob(int stepsPerJob, int least, int most) {
    GridWorkers workers = new GridWorkers("counted", Reduction.MEAN);
    try (Jobs jobs = new Jobs();
        StepExecutor spark = longJobs(workers, 3, stepsPerJob)) {
      trained(spark, workers, settings(50, 0, 0));
      // Listeners are told a little later. A machine that stands still ends jobs early.
      Eventually.until("jobs", Duration.ofSeconds(20), () -> jobs.number.get() >= least);
      assertThat(jobs.number.get()).isLessThanOrEqualTo(most);
    }
  }

  private static LongJobs<String> plain() {
    return new LongJobs<>(LocalSpark.context(), "plain", () -> "worker", 8, 0);
  }

  @Test
  void othersHaveTheirTurn() throws Exception {
    try (LongJobs<String> jobs = plain()) {
      assertThat(jobs.start(worker -> worker + 1).get()).isEqualTo("worker1");
      // Both cores were taken a moment ago.
      assertThat(LocalSpark.context().parallelize(List.of(1, 2, 3), 2).count()).isEqualTo(3);
      assertThat(jobs.start(worker -> worker + 2).get()).isEqualTo("worker2");
    }
  }

  @Test
  void aFailedSliceIsItsStepsAlone() throws Exception {
    try (LongJobs<String> jobs = plain()) {
      Future<String> bad =
          jobs.start(
              worker -> {
                throw new IllegalArgumentException("bad slice");
              });
      Future<String> good = jobs.start(worker -> worker);
      assertThatThrownBy(bad::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad slice");
      assertThat(good.get()).isEqualTo("worker");
      assertThat(jobs.start(worker -> worker).get()).isEqualTo("worker");
    }
  }

  @Test
  void slicesOfACancelledJobFail() throws Exception {
    try (LongJobs<String> jobs = plain()) {
      CountDownLatch begun = new CountDownLatch(2);
      CountDownLatch over = new CountDownLatch(1);
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        running.add(
            jobs.start(
                worker -> {
                  begun.countDown();
                  try {
                    return over.await(60, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    return false;
                  }
                }));
      }
      begun.await();
      Future<String> waits = jobs.start(worker -> worker);
      LocalSpark.context().sc().cancelAllJobs();
      assertThatThrownBy(waits::get).isInstanceOf(ExecutionException.class);
      over.countDown();
      for (Future<Boolean> slice : running) {
        assertThat(slice.get()).isTrue();
      }
      // Who goes on has another job.
      assertThat(jobs.start(worker -> worker).get()).isEqualTo("worker");
    }
  }

  @Test
  void whatIsClosedTakesNothingMore() throws Exception {
    LongJobs<String> jobs = plain();
    CountDownLatch over = new CountDownLatch(1);
    List<Future<String>> slices = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      slices.add(
          jobs.start(
              worker -> {
                try {
                  over.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return worker;
              }));
    }
    jobs.close();
    over.countDown();
    assertThatThrownBy(slices.get(2)::get).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> jobs.start(worker -> worker)).hasMessage("closed");
  }
}
