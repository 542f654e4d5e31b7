package org.gflownet.run.score;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.spark.SparkChunkScorer;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;
import org.gflownet.spark.dl4j.ProxyChunkScorer;
import org.gflownet.spark.dl4j.ProxyReward;
import org.gflownet.train.TaskMemoryException;

/**
 * Who scores a table: threads of this process, or executors of a Spark context of its own, each
 * task as a job. Executors read and write themselves where they see the files; else this process
 * does, and sends them the rows. A reward with a proxy in it is one of the latter: dl4j-spark
 * predicts for rows that the driver has. Thread-safe.
 */
final class ScoreWorkers implements AutoCloseable {
  private final ConfiguredScorer factory;
  private final JavaSparkContext spark;
  private final PartTask.Scorer remote;
  private final Runnable release;
  private final int window;
  private final AtomicBoolean isShared;

  private ScoreWorkers(
      ConfiguredScorer factory,
      JavaSparkContext spark,
      PartTask.Scorer remote,
      Runnable release,
      int window,
      boolean isShared) {
    this.factory = factory;
    this.spark = spark;
    this.remote = remote;
    this.release = release;
    this.window = window;
    this.isShared = new AtomicBoolean(isShared);
  }

  /**
   * Threads, or executors; starts Spark for these.
   *
   * @param factory of the scorers
   * @param name of the application
   */
  static ScoreWorkers of(GflownetConfig config, ConfiguredScorer factory, String name) {
    Master master = new Master(config.cluster().master());
    if (master.isInProcess()) {
      return new ScoreWorkers(
          factory, null, factory.create()::score, () -> {}, master.numThreads(), false);
    }
    boolean hasProxy = config.reward().uses(ProxyReward.NAME);
    JavaSparkContext spark =
        SparkSessions.start(
            master,
            config.cluster(),
            name,
            hasProxy ? Dl4jKryoRegistrator.class : GflownetKryoRegistrator.class);
    NamedFiles.ship(config, spark);
    int window = SparkChunkScorer.window(spark);
    if (hasProxy) {
      ProxyChunkScorer proxies = new ProxyChunkScorer(spark, factory);
      return new ScoreWorkers(factory, spark, proxies::score, proxies::close, window, false);
    }
    SparkChunkScorer chunks = new SparkChunkScorer(spark, factory);
    return new ScoreWorkers(factory, spark, chunks::score, chunks::close, window, true);
  }

  /** How many tasks keep all of them busy. */
  int window() {
    return window;
  }

  /** Does a task where files are seen. */
  String run(ScoreTask task) {
    if (!isShared.get()) {
      return task.run();
    }
    Job job = new Job(task);
    return spark.sc().range(0, 1, 1, 1).toJavaRDD().mapPartitions(job::call).collect().get(0);
  }

  /**
   * Scores parts.
   *
   * @param files of this process, for where executors do not see them
   */
  ScoreSummary score(PartTask task, PartFiles files) {
    if (isShared.get()) {
      var summary = PartTask.summary(run(task));
      if (summary.isPresent() && task.parts().stream().allMatch(part -> files.has(part.number()))) {
        return summary.get();
      }
      stayHere(task.work().table().files().get(task.parts().get(0).file()));
    }
    return task.write(files, remote);
  }

  /** Lets this process read and write from now on. */
  void stayHere(String file) {
    if (isShared.getAndSet(false)) {
      System.err.println(
          "gflownet: executors do not see "
              + file
              + " and the output as this process does: it reads and writes for them; put both on"
              + " a store that all share to score faster");
    }
  }

  /** The key of the scorers. */
  ConfiguredScorer factory() {
    return factory;
  }

  @Override
  public void close() {
    release.run();
    if (spark != null) {
      spark.close();
    }
  }

  /** The function that a task of Spark runs. */
  private record Job(ScoreTask task) implements Serializable {
    Iterator<String> call(Iterator<Object> ignored) {
      return List.of(TaskMemoryException.guard(task::run)).iterator();
    }
  }
}
