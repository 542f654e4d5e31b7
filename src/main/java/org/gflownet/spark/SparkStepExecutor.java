package org.gflownet.spark;

import java.io.Serializable;
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
import org.gflownet.train.SliceThreads;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.train.Summed;
import org.gflownet.train.TaskSlices;
import org.gflownet.train.VisitedRows;
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the slices of a step as Spark tasks, each with an even share of them.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} without implementing that interface: the
 * parameters are broadcast, each worker's task rolls out its share of the batch and merges its
 * slices' sums as far as the tree over all slices does, and the driver merges the rest: some
 * vectors a task, whatever the number of slices; or further tasks merge it, a piece each, and the
 * driver gets one vector. The bits are those of {@link org.gflownet.train.InProcessStepExecutor}
 * however {@link StepTasks} are set.
 */
public final class SparkStepExecutor implements StepExecutor {
  /** Threads of this JVM, a driver's in local modes or an executor's, each with its worker. */
  private static final WorkerPool<SliceThreads<RolloutWorker<?>>> POOL = new WorkerPool<>();

  private final JavaSparkContext spark;
  private final RolloutWorker.Factory factory;
  private final TaskCut cut;
  private final SparkSlices slices;
  private final VisitedSpool spool;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkStepExecutor(JavaSparkContext spark, RolloutWorker.Factory factory) {
    this(spark, factory, StepTasks.AUTO, Optional.empty(), Optional.empty());
  }

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   * @param tasks of a step
   * @param memory of the executors, to be sampled at the end of each task; empty for no samples
   * @param spool of visited objects, where tasks keep many of them; empty where all come with
   *     results
   */
  public SparkStepExecutor(
      JavaSparkContext spark,
      RolloutWorker.Factory factory,
      StepTasks tasks,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    this.spark = spark;
    this.factory = factory;
    this.spool = spool.orElse(VisitedSpool.NONE);
    this.cut = new TaskCut(spark, tasks);
    this.slices = new SparkSlices(spark, memory, cut.profile());
  }

  @Override
  public Pending<SliceResult> start(
      StepRequest request, float[] parameters, List<ActionPaths> drawn) {
    int[] bounds = cut.bounds(request.numSlices(), this::numExecutors);
    return slices.named(
        "step " + request.step() + ": " + request.numSlices() + " slices",
        () -> {
          // A copy: in local modes tasks would otherwise read the array that the driver updates.
          Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
          SliceTask body = new SliceTask(request, broadcast);
          SliceRdd.Function<SliceResult[]> task = task(body, bounds);
          int pieces = cut.pieces(bounds.length - 1, parameters.length);
          return new PendingSum<>(
              slices.sum(drawn, bounds, pieces, SliceResult.class, task), broadcast);
        });
  }

  private <T extends Summed<T>> SliceRdd.Function<T[]> task(Body<T> body, int[] bounds) {
    return new Task<>(factory, cut.threads(), body, bounds, spool);
  }

  /** A job under way and the parameters that its tasks read. */
  private record PendingSum<T>(Pending<T> job, Broadcast<?> parameters) implements Pending<T> {

    @Override
    public T await() {
      try {
        return job.await();
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
    int[] bounds = cut.bounds(numSlices, this::numExecutors);
    String steps = "steps " + request.start().step() + " to " + last;
    return slices.named(
        steps + ": averaging over " + numSlices + " slices",
        () -> {
          Broadcast<float[][]> broadcast =
              spark.broadcast(new float[][] {parameters.clone(), updaterState.clone()});
          RoundTask body = new RoundTask(request, broadcast);
          SliceRdd.Function<RoundResult[]> task = task(body, bounds);
          long floats = (long) parameters.length + updaterState.length;
          int pieces = cut.pieces(bounds.length - 1, floats);
          return new PendingSum<>(
                  slices.sum(List.of(), bounds, pieces, RoundResult.class, task), broadcast)
              .await();
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

  /** What a task does with its slices. */
  private interface Body<T extends Summed<T>> extends Serializable {
    T[] run(SliceThreads<RolloutWorker<?>> threads, int from, int to, ActionPaths[] drawn);

    /** Number of slices of all tasks. */
    int numSlices();
  }

  /** A task: its slices on its threads, and the objects they visited put where they belong. */
  private record Task<T extends Summed<T>>(
      RolloutWorker.Factory factory, int numThreads, Body<T> body, int[] bounds, VisitedSpool spool)
      implements SliceRdd.Function<T[]> {

    @Override
    public T[] apply(int task, ActionPaths[] drawn) {
      int from = bounds[task];
      int to = bounds[task + 1];
      T[] results =
          POOL.with(
              factory.key(),
              () -> new SliceThreads<>(factory.key(), factory::create, numThreads),
              threads -> body.run(threads, from, to, drawn));
      List<VisitedRows> rows =
          spool.keep(
              Arrays.stream(results).map(result -> result.counts().rows()).toList(),
              to - from,
              body.numSlices());
      Arrays.setAll(results, i -> results[i].with(rows.get(i)));
      return results;
    }
  }

  /** What a task does for one step. */
  private record SliceTask(StepRequest request, Broadcast<float[]> parameters)
      implements Body<SliceResult> {

    @Override
    public SliceResult[] run(
        SliceThreads<RolloutWorker<?>> threads, int from, int to, ActionPaths[] drawn) {
      return TaskSlices.run(threads, request, from, to, parameters.value(), drawn);
    }

    @Override
    public int numSlices() {
      return request.numSlices();
    }
  }

  /** What a task does for one round of averaging. */
  private record RoundTask(RoundRequest request, Broadcast<float[][]> start)
      implements Body<RoundResult> {

    @Override
    public RoundResult[] run(
        SliceThreads<RolloutWorker<?>> threads, int from, int to, ActionPaths[] drawn) {
      float[][] vectors = start.value();
      return TaskSlices.runRound(threads, request, from, to, vectors[0], vectors[1]);
    }

    @Override
    public int numSlices() {
      return request.settings().slices();
    }
  }
}
