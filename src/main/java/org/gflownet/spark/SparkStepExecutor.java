package org.gflownet.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
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

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkStepExecutor(JavaSparkContext spark, RolloutWorker.Factory factory) {
    this.spark = spark;
    this.factory = factory;
    this.slices = new SparkSlices(spark);
  }

  @Override
  public Pending<SliceResult> start(
      StepRequest request, float[] parameters, List<ActionPaths> drawn) {
    spark.setJobDescription("step " + request.step() + ": " + request.numSlices() + " slices");
    // A copy: in local modes tasks would otherwise read the array that the driver updates.
    Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
    SliceTask task = new SliceTask(factory, request, broadcast);
    // A partition travels with its task alone, so a slice's paths go where it runs and nowhere
    // else.
    boolean draws = drawn.stream().anyMatch(paths -> paths.size() > 0);
    JavaRDD<?> partitions =
        draws ? spark.parallelize(drawn, request.numSlices()) : slices.empty(request.numSlices());
    return new PendingStep(
        partitions.mapPartitions(elements -> task.call(elements)).collectAsync(), broadcast);
  }

  /** A job under way and the parameters that its tasks read. */
  private record PendingStep(JavaFutureAction<List<SliceResult>> job, Broadcast<float[]> parameters)
      implements Pending<SliceResult> {

    @Override
    public SliceResult await() {
      try {
        return SliceResult.mergeTree(job.get());
      } catch (InterruptedException e) {
        job.cancel(true);
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a step was running", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("a step failed: " + e.getCause(), e.getCause());
      } finally {
        parameters.destroy();
      }
    }

    @Override
    public void cancel() {
      job.cancel(true);
      parameters.destroy();
    }
  }

  @Override
  public RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState) {
    int numSlices = request.settings().slices();
    long last = request.firstStep() + request.localSteps() - 1;
    spark.setJobDescription(
        "steps "
            + request.firstStep()
            + " to "
            + last
            + ": averaging over "
            + numSlices
            + " slices");
    Broadcast<float[][]> broadcast =
        spark.broadcast(new float[][] {parameters.clone(), updaterState.clone()});
    try {
      RoundTask task = new RoundTask(factory, request, broadcast);
      return RoundResult.mergeTree(slices.empty(numSlices).mapPartitions(task::call).collect());
    } finally {
      broadcast.destroy();
    }
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

  /**
   * The function that a task runs for one step. The slice is the number of the task's partition.
   */
  private record SliceTask(
      RolloutWorker.Factory factory, StepRequest request, Broadcast<float[]> parameters)
      implements Serializable {

    /**
     * Runs the slice.
     *
     * @param elements of the partition: the paths that the slice draws, if it does
     */
    Iterator<SliceResult> call(Iterator<?> elements) {
      int slice = TaskContext.getPartitionId();
      ActionPaths drawn =
          elements.hasNext() && elements.next() instanceof ActionPaths paths
              ? paths
              : ActionPaths.NONE;
      float[] vector = parameters.value();
      SliceResult result =
          POOL.with(
              factory.key(), factory::create, worker -> worker.run(request, slice, vector, drawn));
      return List.of(result).iterator();
    }
  }

  /** The function that a task runs for one round of averaging. */
  private record RoundTask(
      RolloutWorker.Factory factory, RoundRequest request, Broadcast<float[][]> start)
      implements Serializable {

    Iterator<RoundResult> call(Iterator<Object> ignored) {
      int slice = TaskContext.getPartitionId();
      float[][] vectors = start.value();
      RoundResult result =
          POOL.with(
              factory.key(),
              factory::create,
              worker -> worker.runRound(request, slice, vectors[0], vectors[1]));
      return List.of(result).iterator();
    }
  }
}
