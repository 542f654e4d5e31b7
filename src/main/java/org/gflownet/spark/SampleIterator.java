package org.gflownet.spark;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.eval.SampleRows;

/**
 * Rows of a range of a sample, a chunk at a time, so that a task's memory does not grow with its
 * share.
 */
public final class SampleIterator implements Iterator<Object[]> {
  private final SampleRows<?> source;
  private final long seed;
  private final long to;
  private long next;
  private Iterator<Object[]> chunk = List.<Object[]>of().iterator();

  /**
   * Rows {@code from..to-1}.
   *
   * @param source of the rows, for this iterator alone
   * @param seed of the sample
   */
  public SampleIterator(SampleRows<?> source, long seed, long from, long to) {
    this.source = source;
    this.seed = seed;
    this.next = from;
    this.to = to;
  }

  /** Where the shares of tasks begin, and where the last one ends. */
  public static long[] bounds(long count, JavaSparkContext spark) {
    int numTasks = SampledRows.numTasks(count, spark);
    return LongStream.rangeClosed(0, numTasks).map(task -> bound(count, numTasks, task)).toArray();
  }

  /** Where the share of a task begins. */
  static long bound(long count, int numTasks, long task) {
    return (long) ((double) count / numTasks * task + 0.5);
  }

  @Override
  public boolean hasNext() {
    return chunk.hasNext() || next < to;
  }

  @Override
  public Object[] next() {
    if (!chunk.hasNext()) {
      long end = Math.min(to, next + SampleRows.chunk());
      chunk = source.rows(seed, next, end).iterator();
      next = end;
    }
    return chunk.next();
  }
}
