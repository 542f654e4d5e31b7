package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.gflownet.model.MemoryUse;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;

class ExecutorMemorySparkTest {
  /** How often {@link #ofSlice} was asked, in this JVM, where local tasks run. */
  private static final AtomicInteger SAMPLES = new AtomicInteger();

  /** Arrays fall and the process grows with the number of the task's slice. */
  private static MemoryUse ofSlice() {
    SAMPLES.incrementAndGet();
    int slice = TaskContext.getPartitionId();
    return new MemoryUse(100 - slice, 200, 1000 + slice, 0);
  }

  private static MemoryUse use(long arrays, long process) {
    return new MemoryUse(arrays, 0, process, 0);
  }

  @Test
  void bringsTheMaximaOfTheTasksOfStepsAndLeavesTheirBits() {
    ExecutorMemory memory =
        ExecutorMemory.register(LocalSpark.context(), ExecutorMemorySparkTest::ofSlice);
    GridWorkers workers = new GridWorkers("memory", Reduction.MEAN);
    StepRequest request = new StepRequest(0, 5, 13, 5, new Exploration(0.1, 1.2), 0);
    float[] parameters = GridWorkers.parameters(4);
    SAMPLES.set(0);
    try (StepExecutor watched =
            new SparkStepExecutor(
                LocalSpark.context(),
                workers,
                new StepTasks(StepTasks.Share.COUNT, 5, StepTasks.Gather.DRIVER),
                Optional.of(memory),
                Optional.empty());
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      assertThat(watched.execute(request, parameters).gradient().vector(0))
          .containsExactly(local.execute(request, parameters).gradient().vector(0));
    }
    assertThat(SAMPLES).hasValue(5);
    assertThat(memory.value()).hasSize(1);
    memory
        .value()
        .forEach(
            (executor, use) -> {
              assertThat(executor).matches("executor driver \\(.+:\\d+\\)");
              assertThat(use).isEqualTo(new MemoryUse(100, 200, 1004, 0));
            });
  }

  @Test
  void tasksWithoutItTakeNoSamples() {
    SparkSlices slices = new SparkSlices(LocalSpark.context(), Optional.empty());
    SAMPLES.set(0);
    assertThat(slices.start(new Integer[3], (slice, drawn) -> 7 + slice).await())
        .containsExactly(7, 8, 9);
    assertThat(SAMPLES).hasValue(0);
  }

  @Test
  void samplesInAnyOrderAndMoreThanOnceGiveTheSameMaxima() {
    ExecutorMemory merged = new ExecutorMemory(ExecutorMemorySparkTest::ofSlice);
    List<ExecutorMemory> tasks = new ArrayList<>();
    for (long[] sample : new long[][] {{0, 3, 9}, {1, 4, 4}, {0, 5, 2}, {0, 3, 9}}) {
      ExecutorMemory task = new ExecutorMemory(ExecutorMemorySparkTest::ofSlice);
      task.add("executor " + sample[0], use(sample[1], sample[2]));
      tasks.add(task);
    }
    for (int order : new int[] {2, 0, 1, 3, 2}) {
      merged.merge(tasks.get(order));
    }
    assertThat(merged.value()).isEqualTo(Map.of("executor 0", use(5, 9), "executor 1", use(4, 4)));
    ExecutorMemory copy = merged.copy();
    copy.reset();
    assertThat(copy.isZero()).isTrue();
    assertThat(merged.isZero()).isFalse();
  }

  /** As it travels with a task, whatever it has gathered on the driver. */
  @Test
  void travelsEmptyAndStillKnowsWhatToAsk() throws IOException, ClassNotFoundException {
    ExecutorMemory memory =
        ExecutorMemory.register(LocalSpark.context(), ExecutorMemorySparkTest::ofSlice);
    memory.add("executor 0", use(1, 2));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(memory);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ExecutorMemory read = (ExecutorMemory) in.readObject();
      assertThat(read.isZero()).isTrue();
      SAMPLES.set(0);
      read.sample();
      assertThat(SAMPLES).hasValue(1);
      assertThat(read.isZero()).isFalse();
    }
    assertThat(memory.value()).containsOnlyKeys("executor 0");
  }
}
