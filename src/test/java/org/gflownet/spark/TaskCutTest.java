package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.gflownet.scaling.DriverRun;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskCutTest {

  @ParameterizedTest
  @CsvSource({
    "local, 8, 1, false, 1",
    "local[4], 8, 1, false, 1",
    "'local[*, 3]', 8, 1, false, 1",
    "'local-cluster[2, 3, 1024]', 0, 1, false, 3",
    "'local-cluster[2,1,1024]', 8, 1, false, 1",
    "spark://host:7077, 8, 1, false, 8",
    "spark://host:7077, 8, 3, false, 2",
    "spark://host:7077, 8, 1, true, 1",
    "spark://host:7077, 0, 1, false, 1",
    "yarn, 4, 1, false, 4",
    "k8s://https://host, 4, 1, false, 4"
  })
  void aTaskHasAnExecutorToItselfWhereItsCoresAreKnown(
      String master, int cores, int cpus, boolean isDynamic, int threads) {
    SparkConf conf = new SparkConf(false);
    if (cores > 0) {
      conf.set("spark.executor.cores", Integer.toString(cores));
    }
    conf.set("spark.task.cpus", Integer.toString(cpus));
    conf.set("spark.dynamicAllocation.enabled", Boolean.toString(isDynamic));
    assertThat(TaskCut.threads(StepTasks.Share.AUTO, conf, master)).isEqualTo(threads);
    assertThat(TaskCut.threads(StepTasks.Share.EXECUTORS, conf, master)).isEqualTo(threads);
    assertThat(TaskCut.threads(StepTasks.Share.CORES, conf, master)).isEqualTo(1);
    assertThat(TaskCut.threads(StepTasks.Share.COUNT, conf, master)).isEqualTo(1);
    conf.set("spark.scheduler.mode", "FAIR");
    assertThat(TaskCut.threads(StepTasks.Share.AUTO, conf, master)).isEqualTo(1);
    assertThat(TaskCut.threads(StepTasks.Share.EXECUTORS, conf, master)).isEqualTo(threads);
  }

  private static TaskCut cut(StepTasks.Share share, int count, StepTasks.Gather gather) {
    return new TaskCut(LocalSpark.context(), new StepTasks(share, count, gather));
  }

  @Test
  void aLocalMasterHasATaskForEachCoreAndNoShardsOfItsOwnAccord() {
    TaskCut cut = cut(StepTasks.Share.AUTO, 0, StepTasks.Gather.AUTO);
    assertThat(cut.bounds(7, () -> 1)).containsExactly(0, 3, 7);
    assertThat(cut.threads()).isEqualTo(1);
    assertThat(cut.profile()).isEmpty();
    assertThat(cut.pieces(64, 100_000_000)).isZero();
  }

  @Test
  void tasksAreNeverMoreThanSlices() {
    TaskCut cut = cut(StepTasks.Share.COUNT, 5, StepTasks.Gather.DRIVER);
    assertThat(cut.bounds(3, () -> 1)).containsExactly(0, 1, 2, 3);
    assertThat(cut.bounds(10, () -> 1)).containsExactly(0, 2, 4, 6, 8, 10);
    assertThat(cut.pieces(64, 100_000_000)).isZero();
  }

  /** What the cost model takes for a cell of these sizes. */
  private static DriverRun model(int tasks, long floats) {
    return new DriverRun(4, tasks, floats, "shards", 0, 1, 1, "main", 0, 0, 0, 0, 0, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({"4, 1000, 1", "4, 70000, 1", "64, 300000, 4", "64, 1000000, 15", "4, 1000000, 4"})
  void piecesAreWorthATaskAndNotMoreThanTasks(int tasks, long floats, int pieces) {
    TaskCut cut = cut(StepTasks.Share.CORES, 0, StepTasks.Gather.SHARDS);
    assertThat(cut.pieces(tasks, floats)).isEqualTo(pieces);
    assertThat(model(tasks, floats).pieces()).isEqualTo(pieces);
  }
}
