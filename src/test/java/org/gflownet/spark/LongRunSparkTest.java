package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;

/** Nothing grows with the number of steps. */
class LongRunSparkTest {
  private static final int STEPS = 2000;
  private static final int WARM_UP = 400;

  @Test
  void heapStorageAndOpenFilesStayWhereTheyAre() {
    GridWorkers workers = new GridWorkers("long run", Reduction.MEAN);
    float[] parameters = GridWorkers.parameters(4);
    List<Long> heap = new ArrayList<>();
    long filesAtFirst = 0;
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers)) {
      for (int step = 0; step < STEPS; step++) {
        spark.execute(new StepRequest(step, 5, 4, 2, Exploration.NONE, step), parameters);
        if (step >= WARM_UP && step % 400 == 0) {
          awaitNoBroadcasts();
          heap.add(usedHeap());
          filesAtFirst = filesAtFirst == 0 ? openFiles() : filesAtFirst;
        }
      }
      awaitNoBroadcasts();
      heap.add(usedHeap());
    }
    // 1,600 steps may not cost 10 MB: a leak of one parameter vector or result a step would show.
    assertThat(heap.get(heap.size() - 1)).isLessThan(heap.get(0) + (10L << 20));
    assertThat(openFiles()).isLessThan(filesAtFirst + 20);
  }

  /** Broadcasts are freed in the background, soon after the step. */
  private static void awaitNoBroadcasts() {
    Eventually.until(
        "broadcasts are gone",
        Duration.ofSeconds(30),
        () -> {
          // Those of a job's closure go when the collector finds their job gone.
          System.gc();
          return SparkEnv.get().blockManager().getMatchingBlockIds(b -> b.isBroadcast()).size()
              <= 2;
        });
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long openFiles() {
    Object bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
