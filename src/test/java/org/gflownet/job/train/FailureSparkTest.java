package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.gflownet.job.common.Failure;
import org.gflownet.math.Schedule;
import org.gflownet.objective.LogVariance;
import org.gflownet.run.ExitCode;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told of exceptions, those that Spark reports among them. */
class FailureSparkTest {
  private static final String STAYS =
      "; what was complete before stays, --resume goes on from the last checkpoint";

  private static Optional<String> told(String message) {
    return Failure.of(new SparkException(message)).map(Failure::message);
  }

  private static String report(String host, String exception) {
    return "Job aborted due to stage failure: Task 2 in stage 5.0 failed 4 times, most recent"
        + " failure: Lost task 2.3 in stage 5.0 (TID 31) ("
        + host
        + "): "
        + exception
        + "\n\nDriver stacktrace:";
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.4 executor 7", "node-3 executor driver", "[fe80::1] executor 0"})
  void theLastExceptionOfATaskIsToldWithItsPlace(String host) {
    String trace =
        "java.lang.IllegalStateException: no ring: 3\n\tat a.B.c(B.java:7)\n\tat d.E.f(E)";
    assertThat(told(report(host, trace)))
        .contains(
            "a task failed 4 times, the last time with java.lang.IllegalStateException: no ring: 3"
                + " at a.B.c(B.java:7)"
                + STAYS);
  }

  @Test
  void lostExecutorsHaveNoPlace() {
    String lost =
        "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command"
            + " exited with code 137";
    assertThat(told(report("10.0.0.4 executor 1", lost)))
        .contains("a task failed 4 times, the last time with " + lost + STAYS);
  }

  @Test
  void anEngineThatAnExecutorLacksIsTheUsersToMend() {
    String message = report("a executor 1", "X: engine 'vector' cannot run here: no AVX\n\tat a.B");
    Failure failure = Failure.of(new SparkException(message)).orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(failure.message())
        .isEqualTo("on an executor: engine 'vector' cannot run here: no AVX");
  }

  @Test
  void aRunThatWaitedInVainForExecutorsIsOneLine() {
    String reason = "no executor has been there for 1800 s (cluster.executor-timeout)";
    assertThat(told("[SPARK_JOB_CANCELLED] Job 3 cancelled " + reason)).contains(reason + STAYS);
  }

  /** Workers that take more memory than there is. */
  private record HungryWorkers() implements RolloutWorker.Factory {
    @Override
    public String key() {
      return "hungry";
    }

    @Override
    public RolloutWorker<?> create() {
      Object held = null;
      while (true) {
        held = new Object[] {held, new long[Integer.MAX_VALUE - 8]};
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aSliceThatRunsOutOfMemoryEndsNeitherSparkNorTheReport(int localSteps) {
    Trainer.Settings settings =
        new Trainer.Settings(
            1,
            3,
            8,
            2,
            Schedule.constant(0.1),
            0,
            Schedule.constant(0),
            Schedule.constant(1),
            localSteps,
            0);
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    Exception thrown = null;
    try (StepExecutor executor = new SparkStepExecutor(LocalSpark.context(), new HungryWorkers())) {
      new Trainer(settings, executor, new LogVariance(), List.of()).run(state, () -> false);
    } catch (Exception e) {
      thrown = e;
    }
    Failure failure = Failure.of(thrown).orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAULT);
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    assertThat(failure.message())
        .isEqualTo(
            "out of memory (Java heap space) in a task in the driver's process, with a heap of "
                + heap
                + " MiB; set a larger -- --driver-memory (or GFLOWNET_DRIVER_MEMORY)"
                + STAYS);
    assertThat(LocalSpark.context().parallelize(List.of(1, 2), 2).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.gflownet.train.TaskMemoryException: a task ran out of memory (Java heap space) in a"
            + " process with a heap of 512 MiB| (Java heap space) in a task on an executor, with a"
            + " heap of 512 MiB; set a larger cluster.executor-memory (or -- --executor-memory)",
        "java.lang.OutOfMemoryError: GC overhead limit exceeded| (GC overhead limit exceeded) in a"
            + " task on an executor; set a larger cluster.executor-memory (or --"
            + " --executor-memory)",
        "ExecutorLostFailure (executor 7 exited caused by one of the running tasks) Reason: Command"
            + " exited with code 52| in a task on an executor; set a larger cluster.executor-memory"
            + " (or -- --executor-memory)",
        "java.lang.OutOfMemoryError: Physical memory usage is too high: physicalBytes (2G) >"
            + " maxPhysicalBytes (1G)| (Physical memory usage is too high: physicalBytes (2G) >"
            + " maxPhysicalBytes (1G)) in a task on an executor; set a larger"
            + " GFLOWNET_NATIVE_MEMORY",
      })
  void anExecutorThatRunsOutOfMemoryIsOneLine(String exception, String line) {
    String message = report("10.0.0.4 executor 7", exception + "\n\tat a.B.c(B.java:7)");
    assertThat(told(message)).contains("out of memory " + line.strip() + STAYS);
  }

  @Test
  void anErrorOfTheDriverIsOneLineWhateverHoldsIt() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    for (Throwable thrown : List.of(error, new IllegalStateException("a slice failed", error))) {
      Failure failure = Failure.of(thrown).orElseThrow();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAULT);
      assertThat(failure.message())
          .startsWith("out of memory (Java heap space) on the driver, with a heap of ");
    }
  }

  @Test
  void anExitCodeThatOnlyContainsThatOfMemoryIsNotIt() {
    String lost =
        "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command"
            + " exited with code 152";
    assertThat(told(report("10.0.0.4 executor 1", lost)).orElseThrow()).contains("code 152");
  }

  @Test
  void whatIsNotKnownKeepsItsStackTrace() {
    assertThat(told("Job 3 cancelled")).isEmpty();
    assertThat(Failure.of(new IllegalStateException(report("a", "b")))).isEmpty();
    assertThat(Failure.of(new NullPointerException())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job 3 cancelled because SparkContext was shut down",
        "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:"
      })
  void aContextThatOthersStopIsOneLine(String message) {
    Failure failure = Failure.of(new IllegalStateException(message)).orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(failure.message()).isEqualTo(Failure.NOT_TAKEN + STAYS);
  }

  @Test
  void sparksOwnReportIsUnderstood() {
    Exception thrown = null;
    try {
      LocalSpark.context()
          .parallelize(List.of(1, 2), 2)
          .foreach(
              i -> {
                if (i == 2) {
                  throw new IllegalArgumentException("poison\nof two lines");
                }
              });
    } catch (Exception e) {
      thrown = e;
    }
    assertThat(thrown).isInstanceOf(SparkException.class);
    Failure failure = Failure.of(thrown).orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(failure.message())
        .hasLineCount(1)
        .startsWith("a task failed 1 times, the last time with java.lang.IllegalArgumentException:")
        .contains("poison")
        .endsWith(STAYS);
  }
}
