package org.gflownet.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.train.TaskMemoryException;
import org.gflownet.train.WorkerPool;

/**
 * Scores chunks on executors, each as a Spark job of one task; threads of the driver that ask at
 * the same time keep several executors at work.
 */
public final class SparkChunkScorer implements AutoCloseable {
  /** Scorers of this JVM, a driver's in local modes or an executor's. */
  private static final WorkerPool<ChunkScorer> POOL = new WorkerPool<>();

  private final JavaSparkContext spark;
  private final ChunkScorer.Factory factory;

  /**
   * A scorer on a context that the caller closes.
   *
   * @param factory of the scorers on executors
   */
  public SparkChunkScorer(JavaSparkContext spark, ChunkScorer.Factory factory) {
    this.spark = spark;
    this.factory = factory;
  }

  /** What becomes of each row of a chunk. Thread-safe. */
  public ChunkScores score(MoleculeChunk chunk) {
    Broadcast<MoleculeChunk> shared = spark.broadcast(chunk);
    try {
      Task task = new Task(factory, shared);
      return spark.sc().range(0, 1, 1, 1).toJavaRDD().mapPartitions(task::call).collect().get(0);
    } finally {
      shared.destroy();
    }
  }

  /** How many chunks keep all executors busy. */
  public int window() {
    return window(spark);
  }

  /** How many chunks keep all executors of a context busy: two for each core. */
  public static int window(JavaSparkContext spark) {
    return Math.max(2, 2 * spark.defaultParallelism());
  }

  @Override
  public void close() {
    POOL.forget(factory.key());
  }

  /** The function that a task runs. */
  private record Task(ChunkScorer.Factory factory, Broadcast<MoleculeChunk> chunk)
      implements Serializable {

    Iterator<ChunkScores> call(Iterator<Object> ignored) {
      MoleculeChunk rows = chunk.value();
      ChunkScores scores =
          TaskMemoryException.guard(
              () -> POOL.with(factory.key(), factory::create, s -> s.score(rows)));
      return List.of(scores).iterator();
    }
  }
}
