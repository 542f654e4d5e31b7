package org.gflownet.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.train.WorkerPool;

/**
 * Runs the slices of a step as Spark tasks, one task per slice.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} without implementing that interface: the
 * parameters are broadcast, each worker's task rolls out its share of the batch, and the partial
 * sums are gathered and merged on the driver in slice order, so that the bits are those of {@link
 * org.gflownet.train.InProcessStepExecutor}.
 */
public final class SparkStepExecutor implements StepExecutor {
  private final JavaSparkContext spark;
  private final RolloutWorker.Factory factory;
  private JavaRDD<Object> slices;
  private int numSlices;

  /**
   * An executor on a context that the caller closes.
   *
   * @param spark the context
   * @param factory of the workers on executors
   */
  public SparkStepExecutor(JavaSparkContext spark, RolloutWorker.Factory factory) {
    this.spark = spark;
    this.factory = factory;
  }

  @Override
  public SliceResult execute(StepRequest request, float[] parameters) {
    // A copy: in local modes tasks would otherwise read the array that the driver updates.
    Broadcast<float[]> broadcast = spark.broadcast(parameters.clone());
    try {
      spark.setJobDescription("step " + request.step() + ": " + request.numSlices() + " slices");
      List<SliceResult> results =
          slices(request.numSlices())
              .mapPartitions(new SliceTask(factory, request, broadcast))
              .collect();
      return SliceResult.mergeTree(results);
    } finally {
      broadcast.destroy();
    }
  }

  /** One empty partition per slice; kept, since nothing about it changes from step to step. */
  private JavaRDD<Object> slices(int count) {
    if (slices == null || numSlices != count) {
      slices = spark.sc().range(0, count, 1, count).toJavaRDD();
      numSlices = count;
    }
    return slices;
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
    SliceTask.POOL.forget(factory.key());
  }

  /** The function that a task runs. The slice is the number of the task's partition. */
  private static final class SliceTask implements FlatMapFunction<Iterator<Object>, SliceResult> {
    private static final long serialVersionUID = 1L;

    /** Workers of this executor's JVM. */
    static final WorkerPool POOL = new WorkerPool();

    private final RolloutWorker.Factory factory;
    private final StepRequest request;
    private final Broadcast<float[]> parameters;

    SliceTask(RolloutWorker.Factory factory, StepRequest request, Broadcast<float[]> parameters) {
      this.factory = factory;
      this.request = request;
      this.parameters = parameters;
    }

    @Override
    public Iterator<SliceResult> call(Iterator<Object> ignored) {
      int slice = TaskContext.getPartitionId();
      return List.of(POOL.run(factory, request, slice, parameters.value())).iterator();
    }
  }
}
