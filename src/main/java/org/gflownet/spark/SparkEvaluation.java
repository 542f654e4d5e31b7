package org.gflownet.spark;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.eval.EvaluationExecutor;
import org.gflownet.eval.EvaluationShare;
import org.gflownet.eval.EvaluationWorker;
import org.gflownet.eval.ScoredObjects;
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the shares of evaluations as Spark tasks, one task per share, with the bits of {@link
 * org.gflownet.eval.InProcessEvaluation}.
 */
public final class SparkEvaluation implements EvaluationExecutor {
  /** Workers of this JVM, a driver's in local modes or an executor's. */
  private static final WorkerPool<EvaluationWorker<?>> POOL = new WorkerPool<>();

  /** Tells the evaluations of a run apart, which number their parameters each for itself. */
  private static final AtomicLong MADE = new AtomicLong();

  private final JavaSparkContext spark;
  private final EvaluationWorker.Factory factory;
  private final String key;
  private final SparkSlices slices;
  private long version;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkEvaluation(JavaSparkContext spark, EvaluationWorker.Factory factory) {
    this.spark = spark;
    this.factory = factory;
    this.key = factory.key() + "/" + MADE.incrementAndGet();
    this.slices = new SparkSlices(spark, Optional.empty());
  }

  @Override
  public List<ScoredObjects> run(List<EvaluationShare> shares, float[] parameters) {
    return slices.named(
        "evaluation: " + shares.size() + " shares",
        () -> {
          // A copy: in local modes tasks would otherwise read the array that the driver updates.
          Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
          try {
            EvaluationShare[] all = shares.toArray(EvaluationShare[]::new);
            ShareTask task = new ShareTask(factory, key, all, version++, broadcast);
            return slices.start(new ScoredObjects[all.length], task).await();
          } finally {
            broadcast.destroy();
          }
        });
  }

  @Override
  public void close() {
    POOL.forget(key);
  }

  /** What a task does; its share is the one with its number. */
  private record ShareTask(
      EvaluationWorker.Factory factory,
      String key,
      EvaluationShare[] shares,
      long version,
      Broadcast<float[]> parameters)
      implements SliceRdd.Function<ScoredObjects> {

    @Override
    public ScoredObjects apply(int slice, ActionPaths[] drawn) {
      float[] vector = parameters.value();
      return POOL.with(
          key, factory::createEvaluation, worker -> worker.run(shares[slice], vector, version));
    }
  }
}
