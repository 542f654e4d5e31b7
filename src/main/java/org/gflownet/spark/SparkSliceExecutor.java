package org.gflownet.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.baseline.SliceExecutor;
import org.gflownet.baseline.SliceOutput;
import org.gflownet.baseline.SliceWorker;
import org.gflownet.math.Progress;
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the slices of a baseline's step as Spark tasks, one task per slice: chains and rollouts on
 * executors, with the bits of {@link org.gflownet.baseline.InProcessSliceExecutor}.
 */
public final class SparkSliceExecutor implements SliceExecutor {
  /** Workers of this JVM, a driver's in local modes or an executor's. */
  private static final WorkerPool<SliceWorker> POOL = new WorkerPool<>();

  private final JavaSparkContext spark;
  private final SliceWorker.Factory factory;
  private final SparkSlices slices;
  private final VisitedSpool spool;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkSliceExecutor(JavaSparkContext spark, SliceWorker.Factory factory) {
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
  public SparkSliceExecutor(
      JavaSparkContext spark,
      SliceWorker.Factory factory,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    this.spark = spark;
    this.factory = factory;
    this.spool = spool.orElse(VisitedSpool.NONE);
    this.slices = new SparkSlices(spark, memory);
  }

  @Override
  public List<SliceOutput> run(Progress progress, float[] parameters, List<long[]> states) {
    return slices.named(
        "step " + progress.step() + ": " + states.size() + " slices",
        () -> {
          // A copy: in local modes tasks would otherwise read the array that the driver updates.
          Broadcast<float[]> shared = spark.broadcast(parameters.clone());
          Broadcast<long[][]> own = spark.broadcast(states.toArray(long[][]::new));
          try {
            SliceTask task = new SliceTask(factory, progress, shared, own, spool);
            SliceOutput[] results = new SliceOutput[states.size()];
            return slices.start(results, task).await();
          } finally {
            shared.destroy();
            own.destroy();
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

  /** What a task does. */
  private record SliceTask(
      SliceWorker.Factory factory,
      Progress progress,
      Broadcast<float[]> parameters,
      Broadcast<long[][]> states,
      VisitedSpool spool)
      implements SliceRdd.Function<SliceOutput> {

    @Override
    public SliceOutput apply(int slice, ActionPaths[] drawn) {
      float[] vector = parameters.value();
      long[][] all = states.value();
      SliceOutput output =
          POOL.with(
              factory.key(),
              factory::createSlice,
              worker -> worker.run(progress, slice, vector, all[slice]));
      return output.with(spool.keep(output.rows(), all.length));
    }
  }
}
