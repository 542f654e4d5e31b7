package org.gflownet.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.eval.LogitSource;
import org.gflownet.train.TaskMemoryException;

/**
 * Logits over all states of an enumerable environment, computed by Spark tasks a window of ranges
 * at a time and served in order. The bits are those of a source in this JVM.
 *
 * <p>Closed by its user, which frees the broadcast parameters. Not thread-safe.
 */
public final class SparkLogitSource implements LogitSource, AutoCloseable {
  private static final int RANGES_PER_CORE = 4;

  private final JavaSparkContext spark;
  private final Factory factory;
  private final Broadcast<float[]> parameters;
  private final long numIndices;
  private List<float[]> window = List.of();
  private long windowStart;
  private long rangeLength;

  /** Makes sources in tasks; travels to executors as plain Java. */
  public interface Factory extends Serializable {
    /**
     * A source over a model with these parameters, and the number of logits it gives for a range.
     */
    CountedLogits create(float[] parameters);
  }

  /** Logits of a range, cut to their number. */
  public interface CountedLogits {
    /** A new array with exactly the logits of states {@code from..to-1}. */
    float[] exactLogits(long from, long to);
  }

  /**
   * A source.
   *
   * @param spark the context
   * @param factory of the sources in tasks
   * @param parameters the flat vector; copied
   * @param numIndices of the environment
   */
  public SparkLogitSource(
      JavaSparkContext spark, Factory factory, float[] parameters, long numIndices) {
    this.spark = spark;
    this.factory = factory;
    this.parameters = spark.broadcast(parameters.clone());
    this.numIndices = numIndices;
  }

  @Override
  public float[] logits(long from, long to) {
    if (rangeLength == 0) {
      rangeLength = to - from;
    }
    long range = (from - windowStart) / rangeLength;
    if (window.isEmpty() || range >= window.size()) {
      computeWindow(from);
      range = 0;
    }
    float[] logits = window.get((int) range);
    window.set((int) range, new float[0]);
    return logits;
  }

  private void computeWindow(long from) {
    long rangesLeft = (numIndices - from + rangeLength - 1) / rangeLength;
    int count = (int) Math.min(rangesLeft, (long) spark.defaultParallelism() * RANGES_PER_CORE);
    spark.setJobDescription("exact distribution: logits of states from " + from);
    RangeTask task = new RangeTask(factory, parameters, from, rangeLength, numIndices);
    window =
        Arrays.asList(
            spark
                .sc()
                .range(0, count, 1, count)
                .toJavaRDD()
                .mapPartitions(task::call)
                .collect()
                .toArray(new float[0][]));
    windowStart = from;
  }

  @Override
  public void close() {
    parameters.destroy();
  }

  /** The function that a task runs for one range. */
  private record RangeTask(
      Factory factory, Broadcast<float[]> parameters, long start, long length, long numIndices)
      implements Serializable {

    Iterator<float[]> call(Iterator<Object> ignored) {
      long from = start + TaskContext.getPartitionId() * length;
      long to = Math.min(numIndices, from + length);
      return List.of(
              TaskMemoryException.guard(
                  () -> factory.create(parameters.value()).exactLogits(from, to)))
          .iterator();
    }
  }
}
