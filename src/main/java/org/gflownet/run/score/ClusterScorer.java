package org.gflownet.run.score;

import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.GflownetConfig;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.spark.SparkChunkScorer;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;
import org.gflownet.spark.dl4j.ProxyChunkScorer;
import org.gflownet.spark.dl4j.ProxyReward;

/**
 * Scores chunks on the executors of a Spark context of its own: by {@link ProxyChunkScorer} where
 * the reward has a proxy in it, else by {@link SparkChunkScorer}.
 */
public final class ClusterScorer implements ScoreRun.Scorer, AutoCloseable {
  private final JavaSparkContext spark;
  private final ScoreRun.Scorer scorer;
  private final Runnable release;
  private final int window;

  /** Starts Spark. */
  public ClusterScorer(
      Master master, GflownetConfig config, ConfiguredScorer factory, String name) {
    boolean hasProxy = config.reward().uses(ProxyReward.NAME);
    spark =
        SparkSessions.start(
            master,
            config.cluster(),
            name,
            hasProxy ? Dl4jKryoRegistrator.class : GflownetKryoRegistrator.class);
    NamedFiles.ship(config, spark);
    if (hasProxy) {
      ProxyChunkScorer proxies = new ProxyChunkScorer(spark, factory);
      release = proxies::close;
      scorer = proxies::score;
      window = proxies.window();
    } else {
      SparkChunkScorer chunks = new SparkChunkScorer(spark, factory);
      release = chunks::close;
      scorer = chunks::score;
      window = chunks.window();
    }
  }

  @Override
  public ChunkScores score(MoleculeChunk chunk) {
    return scorer.score(chunk);
  }

  /** How many chunks keep all executors busy. */
  public int window() {
    return window;
  }

  @Override
  public void close() {
    release.run();
    spark.close();
  }
}
