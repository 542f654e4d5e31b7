package org.gflownet.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.train.Pending;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.RoundRequest;
import org.gflownet.train.RoundResult;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.train.TaskSlices;
import org.gflownet.train.TreeRange;
import org.gflownet.train.VisitedRows;
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the slices of a step as Spark tasks, each with an even share of them.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} without implementing that interface: the
 * parameters are broadcast, each worker's task rolls out its share of the batch and merges its
 * slices' sums as far as the tree over all slices does, and the driver merges the rest: some
 * vectors a task, whatever the number of slices. The bits are those of {@link
 * org.gflownet.train.InProcessStepExecutor} for any number of tasks.
 */
public final class SparkStepExecutor implements StepExecutor {
  /** Workers of this JVM, a driver's in local modes or an executor's. */
  private static final WorkerPool<RolloutWorker<?>> POOL = new WorkerPool<>();

  private final JavaSparkContext spark;
  private final RolloutWorker.Factory factory;
  private final int numTasks;
  private final SparkSlices slices;
  private final VisitedSpool spool;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkStepExecutor(JavaSparkContext spark, RolloutWorker.Factory factory) {
    this(spark, factory, 0, Optional.empty(), Optional.empty());
  }

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   * @param numTasks most tasks of a step; 0 for as many as the executors have cores, now
   * @param memory of the executors, to be sampled at the end of each task; empty for no samples
   * @param spool of visited objects, where tasks keep many of them; empty where all come with
   *     results
   */
  public SparkStepExecutor(
      JavaSparkContext spark,
      RolloutWorker.Factory factory,
      int numTasks,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    this.spark = spark;
    this.factory = factory;
    this.numTasks = numTasks;
    this.spool = spool.orElse(VisitedSpool.NONE);
    this.slices = new SparkSlices(spark, memory);
  }

  @Override
  public Pending<SliceResult> start(
      StepRequest request, float[] parameters, List<ActionPaths> drawn) {
    int[] bounds = bounds(request.numSlices());
    return slices.named(
        "step " + request.step() + ": " + request.numSlices() + " slices",
        () -> {
          // A copy: in local modes tasks would otherwise read the array that the driver updates.
          Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
          SliceTask task = new SliceTask(factory, request, bounds, broadcast, spool);
          SliceResult[][] results = new SliceResult[bounds.length - 1][];
          return new PendingStep(slices.start(drawn, bounds, results, task), bounds, broadcast);
        });
  }

  /** Shares of the slices, by the cores that there are now: no bit depends on them. */
  private int[] bounds(int numSlices) {
    int tasks = numTasks > 0 ? numTasks : spark.defaultParallelism();
    return TreeRange.bounds(numSlices, Math.max(1, Math.min(numSlices, tasks)));
  }

  /** A job under way and the parameters that its tasks read. */
  private record PendingStep(
      SliceJob<SliceResult[]> job, int[] bounds, Broadcast<float[]> parameters)
      implements Pending<SliceResult> {

    @Override
    public SliceResult await() {
      try {
        return SliceResult.mergeRanges(bounds, job.await());
      } finally {
        parameters.destroy();
      }
    }

    @Override
    public void cancel() {
      job.cancel();
      parameters.destroy();
    }
  }

  @Override
  public RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState) {
    int numSlices = request.settings().slices();
    long last = request.start().step() + request.localSteps() - 1;
    int[] bounds = bounds(numSlices);
    String steps = "steps " + request.start().step() + " to " + last;
    return slices.named(
        steps + ": averaging over " + numSlices + " slices",
        () -> {
          Broadcast<float[][]> broadcast =
              spark.broadcast(new float[][] {parameters.clone(), updaterState.clone()});
          try {
            RoundTask task = new RoundTask(factory, request, bounds, broadcast, spool);
            RoundResult[][] results = new RoundResult[bounds.length - 1][];
            return RoundResult.mergeRanges(
                bounds, slices.start(List.of(), bounds, results, task).await());
          } finally {
            broadcast.destroy();
          }
        });
  }

  @Override
  public String describe() {
    return slices.describe();
  }

  @Override
  public int numExecutors() {
    return slices.numExecutors();
  }

  @Override
  public void close() {
    slices.close();
    POOL.forget(factory.key());
  }

  /** What a task does for one step. */
  private record SliceTask(
      RolloutWorker.Factory factory,
      StepRequest request,
      int[] bounds,
      Broadcast<float[]> parameters,
      VisitedSpool spool)
      implements SliceRdd.Function<SliceResult[]> {

    @Override
    public SliceResult[] apply(int task, ActionPaths[] drawn) {
      float[] vector = parameters.value();
      SliceResult[] results =
          POOL.with(
              factory.key(),
              factory::create,
              worker ->
                  TaskSlices.run(worker, request, bounds[task], bounds[task + 1], vector, drawn));
      List<VisitedRows> rows =
          spool.keep(
              Arrays.stream(results).map(result -> result.counts().rows()).toList(),
              bounds[task + 1] - bounds[task],
              request.numSlices());
      Arrays.setAll(results, i -> results[i].with(rows.get(i)));
      return results;
    }
  }

  /** What a task does for one round of averaging. */
  private record RoundTask(
      RolloutWorker.Factory factory,
      RoundRequest request,
      int[] bounds,
      Broadcast<float[][]> start,
      VisitedSpool spool)
      implements SliceRdd.Function<RoundResult[]> {

    @Override
    public RoundResult[] apply(int task, ActionPaths[] drawn) {
      float[][] vectors = start.value();
      RoundResult[] results =
          POOL.with(
              factory.key(),
              factory::create,
              worker ->
                  TaskSlices.runRound(
                      worker, request, bounds[task], bounds[task + 1], vectors[0], vectors[1]));
      List<VisitedRows> rows =
          spool.keep(
              Arrays.stream(results).map(result -> result.counts().rows()).toList(),
              bounds[task + 1] - bounds[task],
              request.settings().slices());
      Arrays.setAll(results, i -> results[i].with(rows.get(i)));
      return results;
    }
  }
}
