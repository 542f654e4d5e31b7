package org.gflownet.spark.probe;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.spark.StepTasks;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.TreeRange;

/** How the sums of the slices come together; each value is one way to be probed. */
public enum Gather {
  /** The driver receives what each task has merged, and merges the rest. */
  DRIVER,
  /** Executors merge, each a piece of the sum, which the driver puts together. */
  SHARDS;

  /** The executor under test, with so many tasks a step. */
  StepExecutor executor(JavaSparkContext spark, RolloutWorker.Factory workers, int tasks) {
    return new SparkStepExecutor(
        spark,
        workers,
        new StepTasks(StepTasks.Share.COUNT, tasks, StepTasks.Gather.valueOf(name())),
        Optional.empty(),
        Optional.empty());
  }

  /** Vectors that the driver adds to another one in a step. */
  int vectorsMerged(int slices, int tasks) {
    if (this == SHARDS) {
      return 0;
    }
    int[] bounds = TreeRange.bounds(slices, tasks);
    int received = 0;
    for (int task = 0; task < tasks; task++) {
      received += TreeRange.numResults(bounds[task], bounds[task + 1]);
    }
    return received - 1;
  }

  /** Its name in tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
