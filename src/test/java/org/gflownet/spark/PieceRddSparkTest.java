package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.gflownet.math.RandomStream;
import org.gflownet.objective.GradientSum;
import org.gflownet.reward.RewardCounts;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.RolloutCounts;
import org.gflownet.train.SliceResult;
import org.gflownet.train.TreeRange;
import org.gflownet.train.VisitedRows;
import org.gflownet.trajectory.ActionPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.JavaConverters;

class PieceRddSparkTest {
  private static final int SLICES = 13;
  private static final int PARTS = 2;

  /** Numbers whose sum depends on the order in which they are added; moments about other pivots. */
  private static SliceResult slice(int slice, int length) {
    RandomStream random = new RandomStream(5, slice, 0);
    GradientSum sum = new GradientSum(PARTS, length);
    sum.setPivot(slice * 0.1);
    for (int k = 0; k < PARTS; k++) {
      for (int i = 0; i < length; i++) {
        sum.vector(k)[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, i % 9));
      }
      sum.add(k, 1 + slice, random.nextDouble());
    }
    RolloutCounts counts =
        new RolloutCounts(
            2,
            LongStream.range(0, 2).map(i -> 10L * slice + i).toArray(),
            7,
            5,
            slice == 6 ? slice : RolloutCounts.NONE,
            VisitedRows.NONE,
            new RewardCounts(new long[] {slice}, 1, 0, 1, 0, null));
    return new SliceResult(sum, counts, List.of(ActionPaths.NONE));
  }

  private record Slices(int[] bounds, int length, int failing)
      implements SliceRdd.Function<SliceResult[]> {
    @Override
    public SliceResult[] apply(int task, ActionPaths[] drawn) {
      if (task == failing && TaskContext.get().attemptNumber() == 0) {
        throw new IllegalArgumentException("task " + task + " is broken");
      }
      TreeRange<SliceResult> range = new TreeRange<>(bounds[task], SliceResult::mergedWith);
      for (int slice = bounds[task]; slice < bounds[task + 1]; slice++) {
        range.add(slice(slice, length));
      }
      return range.results().toArray(SliceResult[]::new);
    }
  }

  private static SumJob<SliceResult> start(int tasks, int pieces, int length, int failing) {
    JavaSparkContext spark = LocalSpark.context();
    int[] bounds = TreeRange.bounds(SLICES, tasks);
    SliceRdd<SliceResult[]> rdd =
        new SliceRdd<>(
            spark.sc(),
            new SliceResult[tasks][],
            bounds,
            List.of(),
            new Slices(bounds, length, failing));
    return SumJob.start(spark, rdd, bounds, pieces, SliceResult.class);
  }

  private static SliceResult expected(int length) {
    List<SliceResult> all = new ArrayList<>();
    for (int slice = 0; slice < SLICES; slice++) {
      all.add(slice(slice, length));
    }
    return SliceResult.mergeTree(all);
  }

  /** Pieces are ranges of every vector, more of them than a vector has elements being empty. */
  @ParameterizedTest
  @CsvSource({"1, 1, 50", "13, 1, 50", "5, 3, 50", "13, 7, 50", "4, 30, 11", "13, 4, 1"})
  void piecesAddUpToTheBitsOfTheWhole(int tasks, int pieces, int length) {
    SliceResult actual = start(tasks, pieces, length, -1).await();
    SliceResult expected = expected(length);
    for (int k = 0; k < PARTS; k++) {
      assertThat(actual.gradient().vector(k)).containsExactly(expected.gradient().vector(k));
      assertThat(actual.gradient().weight(k)).isEqualTo(expected.gradient().weight(k));
      assertThat(actual.gradient().loss(k)).isEqualTo(expected.gradient().loss(k));
    }
    assertThat(actual.gradient().pivot()).isEqualTo(expected.gradient().pivot());
    assertThat(actual.counts().visited()).containsExactly(expected.counts().visited());
    assertThat(actual.counts().numTrajectories()).isEqualTo(2 * SLICES);
    assertThat(actual.counts().numTransitions()).isEqualTo(7 * SLICES);
    assertThat(actual.counts().divergedSlice()).isEqualTo(6);
    assertThat(actual.counts().rewards().digests())
        .containsExactly(expected.counts().rewards().digests());
    assertThat(actual.sampled()).hasSize(SLICES);
  }

  /** What came to the driver, in vectors. */
  private static double vectors(int tasks, int pieces, int length) throws TimeoutException {
    AtomicLong bytes = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().resultSize());
          }
        };
    JavaSparkContext spark = LocalSpark.context();
    spark.sc().addSparkListener(listener);
    try {
      start(tasks, pieces, length, -1).await();
      spark.sc().listenerBus().waitUntilEmpty(20_000);
    } finally {
      spark.sc().removeSparkListener(listener);
    }
    return (double) bytes.get() / ((long) PARTS * length * Float.BYTES);
  }

  @Test
  void theDriverGetsOneVectorHoweverManyTasksThereAre() throws TimeoutException {
    int length = 40_000;
    assertThat(vectors(13, 4, length)).isBetween(1.0, 1.1);
    assertThat(vectors(4, 4, length)).isBetween(1.0, 1.1);
    assertThat(vectors(13, 0, length)).as("without pieces").isBetween(13.0, 13.2);
    assertThat(vectors(1, 0, length)).as("one task with all slices").isBetween(3.0, 3.1);
  }

  /** Of the stages of a group of jobs, whatever others run at the same time. */
  private static final class Shuffles extends SparkListener {
    private static final String GROUP = "nothing stays on disks";

    private final Set<Object> stages = ConcurrentHashMap.newKeySet();
    private final Set<Object> ids = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      Properties properties = stage.properties();
      if (properties != null && GROUP.equals(properties.getProperty("spark.jobGroup.id"))) {
        stages.add(stage.stageInfo().stageId());
        stage.stageInfo().shuffleDepId().foreach(ids::add);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (stages.contains(end.stageId())) {
        bytes.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
      }
    }
  }

  private static boolean hasFiles(Set<Object> shuffles) {
    List<File> files =
        JavaConverters.seqAsJavaList(
            SparkEnv.get().blockManager().diskBlockManager().getAllFiles());
    return files.stream()
        .anyMatch(
            file ->
                shuffles.stream().anyMatch(id -> file.getName().startsWith("shuffle_" + id + "_")));
  }

  @Test
  void nothingStaysOnDisks() throws InterruptedException, TimeoutException {
    JavaSparkContext spark = LocalSpark.context();
    Shuffles shuffles = new Shuffles();
    spark.sc().addSparkListener(shuffles);
    spark.setJobGroup(Shuffles.GROUP, "");
    try {
      start(13, 4, 1000, -1).await();
      spark.sc().listenerBus().waitUntilEmpty(20_000);
    } finally {
      spark.clearJobGroup();
      spark.sc().removeSparkListener(shuffles);
    }
    assertThat(shuffles.ids).hasSize(1);
    assertThat(shuffles.bytes.get()).isGreaterThan(13L * PARTS * 1000);
    Eventually.until(
        "files of the shuffle are removed", Duration.ofSeconds(20), () -> !hasFiles(shuffles.ids));
  }

  @Test
  void aTaskThatFailsForGoodEndsTheJobWithItsReason() {
    assertThatThrownBy(() -> start(5, 2, 50, 3).await())
        .hasStackTraceContaining("task 3 is broken");
  }
}
