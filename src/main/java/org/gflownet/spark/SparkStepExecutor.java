package org.gflownet.spark;

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
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the slices of a step as Spark tasks, one task per slice.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} without implementing that interface: the
 * parameters are broadcast, each worker's task rolls out its share of the batch, and the partial
 * sums are gathered and merged on the driver in slice order, so that the bits are those of {@link
 * org.gflownet.train.InProcessStepExecutor}.
 */
public final class SparkStepExecutor implements StepExecutor {
  /** Workers of this JVM, a driver's in local modes or an executor's. */
  private static final WorkerPool<RolloutWorker<?>> POOL = new WorkerPool<>();

  private final JavaSparkContext spark;
  private final RolloutWorker.Factory factory;
  private final SparkSlices slices;
  private final VisitedSpool spool;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkStepExecutor(JavaSparkContext spark, RolloutWorker.Factory factory) {
    this(spark, factory, Optional.empty(), Optional.empty());
  }

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   * @param memory of the executors, to be sampled at the end of each task; empty for no samples
   * @param spool of visited objects, where tasks keep many of them; empty where all come with
   *     results
   */
  public SparkStepExecutor(
      JavaSparkContext spark,
      RolloutWorker.Factory factory,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    this.spark = spark;
    this.factory = factory;
    this.spool = spool.orElse(VisitedSpool.NONE);
    this.slices = new SparkSlices(spark, memory);
  }

  @Override
  public Pending<SliceResult> start(
      StepRequest request, float[] parameters, List<ActionPaths> drawn) {
    return slices.named(
        "step " + request.step() + ": " + request.numSlices() + " slices",
        () -> {
          // A copy: in local modes tasks would otherwise read the array that the driver updates.
          Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
          SliceTask task = new SliceTask(factory, request, broadcast, spool);
          SliceResult[] results = new SliceResult[request.numSlices()];
          return new PendingStep(slices.start(drawn, results, task), broadcast);
        });
  }

  /** A job under way and the parameters that its tasks read. */
  private record PendingStep(SliceJob<SliceResult> job, Broadcast<float[]> parameters)
      implements Pending<SliceResult> {

    @Override
    public SliceResult await() {
      try {
        return SliceResult.mergeTree(job.await());
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
    String steps = "steps " + request.start().step() + " to " + last;
    return slices.named(
        steps + ": averaging over " + numSlices + " slices",
        () -> {
          Broadcast<float[][]> broadcast =
              spark.broadcast(new float[][] {parameters.clone(), updaterState.clone()});
          try {
            RoundTask task = new RoundTask(factory, request, broadcast, spool);
            RoundResult[] results = new RoundResult[numSlices];
            return RoundResult.mergeTree(slices.start(List.of(), results, task).await());
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
      Broadcast<float[]> parameters,
      VisitedSpool spool)
      implements SliceRdd.Function<SliceResult> {

    @Override
    public SliceResult apply(int slice, ActionPaths drawn) {
      float[] vector = parameters.value();
      SliceResult result =
          POOL.with(
              factory.key(), factory::create, worker -> worker.run(request, slice, vector, drawn));
      return result.with(spool.keep(result.counts().rows(), request.numSlices()));
    }
  }

  /** What a task does for one round of averaging. */
  private record RoundTask(
      RolloutWorker.Factory factory,
      RoundRequest request,
      Broadcast<float[][]> start,
      VisitedSpool spool)
      implements SliceRdd.Function<RoundResult> {

    @Override
    public RoundResult apply(int slice, ActionPaths drawn) {
      float[][] vectors = start.value();
      RoundResult result =
          POOL.with(
              factory.key(),
              factory::create,
              worker -> worker.runRound(request, slice, vectors[0], vectors[1]));
      return result.with(spool.keep(result.counts().rows(), request.settings().slices()));
    }
  }
}
