package org.gflownet.spark.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.ChunkTable;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.proxy.EncodedRow;
import org.gflownet.reward.chem.proxy.RowEncoder;
import org.gflownet.spark.SparkChunkScorer;
import scala.Tuple2;

/**
 * Scores chunks by a reward with a proxy in it, each as a Spark job of one task: executors read the
 * rows and compute fingerprints and other parts of the reward, then {@link ProxyInference} predicts
 * in the same task, and the driver puts the parts together. Thread-safe.
 */
public final class ProxyChunkScorer implements AutoCloseable {
  /** Encoders of this JVM, one for all tasks of a run. */
  private static final Map<String, RowEncoder> ENCODERS = new ConcurrentHashMap<>();

  private final JavaSparkContext spark;
  private final ChunkScorer.Factory factory;
  private final ChunkScorer local;
  private final ProxyInference inference;

  /**
   * A scorer on a context that the caller closes.
   *
   * @param factory of scorers whose reward has a proxy in it
   */
  public ProxyChunkScorer(JavaSparkContext spark, ChunkScorer.Factory factory) {
    this.spark = spark;
    this.factory = factory;
    this.local = factory.create();
    this.inference = new ProxyInference(spark, RowEncoder.proxy(local.scorer()).model());
  }

  /** What becomes of each row of a chunk. */
  public ChunkScores score(MoleculeChunk chunk) {
    Broadcast<MoleculeChunk> shared = spark.broadcast(chunk);
    try {
      Encoding encoding = new Encoding(factory, shared);
      JavaPairRDD<EncodedRow, int[]> rows =
          spark.sc().range(0, 1, 1, 1).toJavaRDD().mapPartitionsToPair(encoding::call);
      return table(chunk, inference.predict(rows).collect());
    } finally {
      shared.destroy();
    }
  }

  private ChunkScores table(MoleculeChunk chunk, List<Tuple2<EncodedRow, Double>> predicted) {
    ChunkTable table = new ChunkTable(chunk, local.scorer(), local.scale());
    int place = RowEncoder.place(local.scorer());
    for (int i = 0; i < predicted.size(); i++) {
      EncodedRow row = predicted.get(i)._1();
      if (row.error() != null) {
        table.refuse(i, row.error());
      } else {
        List<Score> own = row.scores(place, predicted.get(i)._2());
        table.accept(i, row.smiles(), local.scorer().combine(own));
      }
    }
    return table.scores();
  }

  /** How many chunks keep all executors busy. */
  public int window() {
    return SparkChunkScorer.window(spark);
  }

  @Override
  public void close() {
    inference.close();
    ENCODERS.remove(factory.key());
  }

  /** The first half of a task. */
  private record Encoding(ChunkScorer.Factory factory, Broadcast<MoleculeChunk> chunk)
      implements Serializable {

    Iterator<Tuple2<EncodedRow, int[]>> call(Iterator<Object> ignored) {
      RowEncoder encoder =
          ENCODERS.computeIfAbsent(factory.key(), key -> new RowEncoder(factory.create()));
      List<Tuple2<EncodedRow, int[]>> rows = new ArrayList<>();
      // Rows without a molecule keep their place: they go through with an empty fingerprint.
      for (RowEncoder.Encoded encoded : encoder.encode(chunk.value())) {
        rows.add(new Tuple2<>(encoded.row(), encoded.features()));
      }
      return rows.iterator();
    }
  }
}
