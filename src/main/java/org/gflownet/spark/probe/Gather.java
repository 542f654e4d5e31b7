package org.gflownet.spark.probe;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.TreeRange;

/** How the sums of the slices come together; each value is one way to be probed. */
public enum Gather {
  /** The driver receives what each task has merged, and merges the rest. */
  DRIVER {
    @Override
    StepExecutor executor(JavaSparkContext spark, RolloutWorker.Factory workers, int tasks) {
      return new SparkStepExecutor(spark, workers, tasks, Optional.empty(), Optional.empty());
    }

    @Override
    int vectorsMerged(int slices, int tasks) {
      int[] bounds = TreeRange.bounds(slices, tasks);
      int received = 0;
      for (int task = 0; task < tasks; task++) {
        TreeRange<Integer> range = new TreeRange<>(bounds[task], (left, right) -> left);
        for (int slice = bounds[task]; slice < bounds[task + 1]; slice++) {
          range.add(slice);
        }
        received += range.results().size();
      }
      return received - 1;
    }
  };

  /** The executor under test, with so many tasks a step. */
  abstract StepExecutor executor(JavaSparkContext spark, RolloutWorker.Factory workers, int tasks);

  /** Vectors that the driver adds to another one in a step. */
  abstract int vectorsMerged(int slices, int tasks);

  /** Its name in tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
