package org.gflownet.run.setup;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.ClusterConfig;
import org.gflownet.config.GflownetConfig;

/**
 * Where tasks run: on Spark, or on threads of this process. Whoever starts a session closes it,
 * which ends the Spark that it started.
 */
public final class Session implements AutoCloseable {
  private final Optional<JavaSparkContext> spark;
  private final int numThreads;
  private final boolean isOwner;

  private Session(Optional<JavaSparkContext> spark, int numThreads, boolean isOwner) {
    this.spark = spark;
    this.numThreads = numThreads;
    this.isOwner = isOwner;
  }

  /**
   * A session on the master of a configuration, with the files that it names.
   *
   * @param config with the digests of its files
   * @param appName what Spark's pages call it
   */
  public static Session start(GflownetConfig config, String appName) {
    Master master = new Master(config.cluster().master());
    return master.isInProcess()
        ? inProcess(master.numThreads())
        : started(SparkSessions.start(master, config, appName));
  }

  /** A session for tasks that are whole runs, of which Spark starts none twice to be quicker. */
  public static Session startForWholeRuns(ClusterConfig cluster, String appName) {
    Master master = new Master(cluster.master());
    return master.isInProcess()
        ? inProcess(master.numThreads())
        : started(SparkSessions.startForWholeRuns(master, cluster, appName));
  }

  /** A session without Spark. */
  public static Session inProcess(int numThreads) {
    return new Session(Optional.empty(), numThreads, false);
  }

  /** A session on a Spark that somebody else started and will stop. */
  public static Session on(JavaSparkContext spark) {
    return new Session(Optional.of(spark), 1, false);
  }

  /** A session that stops Spark when it is closed. */
  private static Session started(JavaSparkContext spark) {
    return new Session(Optional.of(spark), 1, true);
  }

  /** Spark, if tasks run there. */
  public Optional<JavaSparkContext> spark() {
    return spark;
  }

  /** What runs tasks here: made for Spark, or for a number of threads of this process. */
  public <T> T choose(Function<JavaSparkContext, T> onSpark, IntFunction<T> inProcess) {
    return spark.map(onSpark).orElseGet(() -> inProcess.apply(numThreads));
  }

  @Override
  public void close() {
    if (isOwner) {
      spark.ifPresent(JavaSparkContext::close);
    }
  }
}
