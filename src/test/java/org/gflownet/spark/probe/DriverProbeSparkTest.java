package org.gflownet.spark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gflownet.objective.GradientSum;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.DriverRuns;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverProbeSparkTest {
  private static DriverRun measure(int tasks, int floats, double work) {
    return measure(tasks, floats, work, Gather.DRIVER);
  }

  private static DriverRun measure(int tasks, int floats, double work, Gather gather) {
    return new DriverProbe(LocalSpark.context(), 1, 2)
        .measure(new DriverProbe.Cell(tasks, floats, work, gather), 0.2, 0.6)
        .run();
  }

  @Test
  void withShardsOneVectorComesHoweverManyTasksThereAre() {
    int floats = 200_000;
    DriverRun run = measure(6, floats, 0, Gather.SHARDS);
    assertThat(run.gather()).isEqualTo("shards");
    assertThat(run.vectorsMerged()).isZero();
    // One vector in three pieces, and what Spark says of six tasks and three.
    assertThat(run.bytesIn()).isBetween(4.0 * floats, 4.0 * floats + 9 * 20_000);
  }

  @Test
  void readsWhatStepsOfASharedContextCost() {
    int floats = 50_000;
    DriverRun run = measure(6, floats, 0);
    assertThat(run.executors()).isEqualTo(1);
    assertThat(run.steps()).isGreaterThanOrEqualTo(4);
    assertThat(run.cpuMs()).isPositive();
    assertThat(run.busiestThread()).isNotEqualTo("none").doesNotContain("Executor task");
    assertThat(run.busiestThreadMs()).isPositive().isLessThan(run.cpuMs());
    assertThat(run.wallMs()).isPositive();
    assertThat(run.serialMs()).isPositive().isLessThan(run.wallMs());
    // Six vectors, and what Spark says of six tasks.
    assertThat(run.bytesIn()).isBetween(6 * 4.0 * floats, 6 * (4.0 * floats + 20_000));
    assertThat(run.vectorsMerged()).isEqualTo(5);
    assertThat(run.executorsBusy()).isPositive();
    assertThat(run.efficiency()).isZero();
  }

  @Test
  void theWorkOfASliceTakesItsTimeAndNoProcessor() {
    DriverRun run = measure(4, 10, 0.05);
    // Four tasks on two cores.
    assertThat(run.workMs()).isEqualTo(100, within(1e-9));
    assertThat(run.wallMs()).isGreaterThan(100);
    assertThat(run.efficiency()).isBetween(0.1, 1.0);
    assertThat(run.executorsBusy()).isLessThan(1.0);
  }

  @Test
  void syntheticSlicesFillTheirVectors() {
    try (StepExecutor executor =
        new InProcessStepExecutor(new SyntheticWorkers("fills", 2000, 0), 1)) {
      StepRequest request = new StepRequest(0, 0, 3, 3, Exploration.NONE, 0);
      GradientSum sum = executor.execute(request, new float[2000]).gradient();
      assertThat(sum.weight(0)).isEqualTo(3);
      assertThat(sum.vector(0)).hasSize(2000).startsWith(3 * -511.5f, 3 * -510.5f);
      assertThat(sum.vector(0)).doesNotContain(0f);
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 8, 7", "8, 2, 1", "6, 4, 4", "12, 4, 7", "1, 1, 0"})
  void countsTheVectorsThatReachTheDriver(int slices, int tasks, int merged) {
    assertThat(Gather.DRIVER.vectorsMerged(slices, tasks)).isEqualTo(merged);
  }

  @ParameterizedTest
  @CsvSource({
    "task-result-getter-2, task-result-getter",
    "rpc-server-4-1, rpc-server",
    "dispatcher-event-loop-11, dispatcher-event-loop",
    "dispatcher-BlockManagerMaster, dispatcher-BlockManagerMaster",
    "main, main",
    "Executor task launch worker for task 3.0 in stage 2.0 (TID 5), Executor task launch worker"
  })
  void threadsOfAPoolAreOne(String name, String common) {
    assertThat(ProcessLoad.commonName(name)).isEqualTo(common);
  }

  @Test
  void rowsComeBackFromTheirFile(@TempDir Path directory) throws Exception {
    DriverRun run = measure(2, 1000, 0);
    Path file = directory.resolve("driver.csv");
    Files.writeString(file, DriverRuns.write(List.of(run)));
    assertThat(DriverRuns.isOne(file)).isTrue();
    DriverRun read = DriverRuns.read(file).get(0);
    assertThat(read.busiestThread()).isEqualTo(run.busiestThread());
    assertThat(read.cpuMs()).isEqualTo(run.cpuMs(), within(1e-4 * run.cpuMs()));
    assertThat(read.bytesIn()).isEqualTo(run.bytesIn(), within(0.5));
    assertThat(Files.readAllLines(file).get(0).split(",", -1))
        .containsExactly(
            "executors",
            "tasks",
            "floats",
            "gather",
            "work_ms",
            "steps",
            "driver_cpu_ms_per_step",
            "busiest_thread",
            "busiest_thread_ms",
            "serial_ms_per_step",
            "bytes_in",
            "bytes_out",
            "vectors_merged",
            "wall_ms",
            "efficiency",
            "executors_busy");
  }
}
