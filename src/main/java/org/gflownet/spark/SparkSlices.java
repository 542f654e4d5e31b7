package org.gflownet.spark;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.gflownet.train.Execution;
import org.gflownet.train.Summed;
import org.gflownet.train.TreeRange;
import org.gflownet.trajectory.ActionPaths;

/** A context, which others close, that runs the slices of steps as jobs. */
final class SparkSlices implements Execution {
  private static final String SHORT_CALL_SITE = "callSite.short";
  private static final String LONG_CALL_SITE = "callSite.long";

  private final JavaSparkContext spark;
  private final Optional<ExecutorMemory> memory;
  private final Optional<ResourceProfile> profile;

  /**
   * Jobs on a context whose tasks have a core each.
   *
   * @param memory takes a sample at the end of each task, if it is there
   */
  SparkSlices(JavaSparkContext spark, Optional<ExecutorMemory> memory) {
    this(spark, memory, Optional.empty());
  }

  /**
   * Jobs on a context.
   *
   * @param memory takes a sample at the end of each task, if it is there
   * @param profile what a task that runs slices asks its executor for; empty for the usual
   */
  SparkSlices(
      JavaSparkContext spark, Optional<ExecutorMemory> memory, Optional<ResourceProfile> profile) {
    this.spark = spark;
    this.memory = memory;
    this.profile = profile;
  }

  /**
   * Starts a job.
   *
   * @param description what Spark's pages say of it
   * @param start broadcasts what it needs and starts it
   */
  <T> T named(String description, Supplier<T> start) {
    spark.setJobDescription(description);
    // Spark would walk the stack for these, several times a job.
    spark.setLocalProperty(SHORT_CALL_SITE, "slices");
    spark.setLocalProperty(LONG_CALL_SITE, description);
    try {
      return start.get();
    } finally {
      spark.clearCallSite();
    }
  }

  /**
   * Starts the tasks of a job, one for each slice.
   *
   * @param results takes what the slices come to; as long as there are slices
   * @param function what a task does
   */
  <T> SliceJob<T> start(T[] results, SliceRdd.Function<T> function) {
    int[] bounds = TreeRange.bounds(results.length, results.length);
    return SliceJob.start(spark, rdd(List.of(), bounds, results, function), results);
  }

  /**
   * Starts the tasks of a job whose results are added up.
   *
   * @param drawn for each slice the paths that travel to it; empty for none
   * @param bounds first slice of each task, and behind the last the number of slices
   * @param numPieces of the sum that executors add up; 0 where the driver does
   * @param type of a slice's result
   * @param function what a task does
   */
  <T extends Summed<T>> SumJob<T> sum(
      List<ActionPaths> drawn,
      int[] bounds,
      int numPieces,
      Class<T> type,
      SliceRdd.Function<T[]> function) {
    @SuppressWarnings("unchecked")
    T[][] results = (T[][]) Array.newInstance(type, bounds.length - 1, 0);
    return SumJob.start(spark, rdd(drawn, bounds, results, function), bounds, numPieces, type);
  }

  private <T> SliceRdd<T> rdd(
      List<ActionPaths> drawn, int[] bounds, T[] results, SliceRdd.Function<T> function) {
    SliceRdd.Function<T> task =
        memory.isPresent() ? new Sampled<>(function, memory.get()) : function;
    SliceRdd<T> rdd = new SliceRdd<>(spark.sc(), results, bounds, drawn, task);
    profile.ifPresent(rdd::withResources);
    return rdd;
  }

  /** A task after which its executor's memory is looked at. */
  private record Sampled<T>(SliceRdd.Function<T> task, ExecutorMemory memory)
      implements SliceRdd.Function<T> {
    @Override
    public T apply(int partition, ActionPaths[] drawn) {
      T result = task.apply(partition, drawn);
      memory.sample();
      return result;
    }
  }

  @Override
  public String describe() {
    return "Spark " + spark.version() + ", master " + spark.master();
  }

  @Override
  public int numExecutors() {
    int withDriver = spark.sc().statusTracker().getExecutorInfos().length;
    return Math.max(1, withDriver - 1);
  }

  @Override
  public void close() {
    // The context is another's.
  }
}
