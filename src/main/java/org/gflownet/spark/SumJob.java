package org.gflownet.spark;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.train.Pending;
import org.gflownet.train.Summed;
import org.gflownet.train.TreeJoin;

/**
 * A job under way whose tasks' results are added up: by the driver as they arrive, or by further
 * tasks, a piece each, so that the driver gets one vector whatever the number of executors.
 *
 * @param <T> the result of a slice
 */
final class SumJob<T extends Summed<T>> implements Pending<T> {
  private final Supplier<T> sum;
  private final Runnable cancel;

  private SumJob(Supplier<T> sum, Runnable cancel) {
    this.sum = sum;
    this.cancel = cancel;
  }

  /**
   * Starts the tasks.
   *
   * @param bounds first slice of each task, and behind the last the number of slices
   * @param numPieces that executors add up; 0 where the driver adds up
   * @param type of the results
   */
  @SuppressWarnings("unchecked")
  static <T extends Summed<T>> SumJob<T> start(
      JavaSparkContext spark, SliceRdd<T[]> slices, int[] bounds, int numPieces, Class<T> type) {
    if (numPieces == 0) {
      T[][] results = (T[][]) Array.newInstance(type, bounds.length - 1, 0);
      SliceJob<T[]> job = SliceJob.start(spark, slices, results);
      return new SumJob<>(() -> merged(job, bounds), job::cancel);
    }
    PieceRdd<T> pieces = PieceRdd.of(slices, bounds, numPieces, type);
    SliceJob<T> job = SliceJob.start(spark, pieces, (T[]) Array.newInstance(type, numPieces));
    return new SumJob<>(() -> joined(job, pieces), job::cancel);
  }

  private static <T extends Summed<T>> T merged(SliceJob<T[]> job, int[] bounds) {
    TreeJoin<T> sum = new TreeJoin<>(bounds, Summed::mergedWith);
    job.await((task, results) -> sum.add(task, Arrays.asList(results)));
    return sum.result();
  }

  private static <T extends Summed<T>> T joined(SliceJob<T> job, PieceRdd<T> rdd) {
    try {
      List<T> pieces = job.await();
      return pieces.get(0).joinedWith(pieces.subList(1, pieces.size()));
    } finally {
      rdd.clean();
    }
  }

  /**
   * Waits for the sum over all slices.
   *
   * @throws IllegalStateException as {@link SliceJob#await()} does
   */
  @Override
  public T await() {
    return sum.get();
  }

  /** Gives it up; what its tasks have written goes once Spark finds that nobody needs it. */
  @Override
  public void cancel() {
    cancel.run();
  }
}
