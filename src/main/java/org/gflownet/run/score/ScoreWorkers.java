package org.gflownet.run.score;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
import org.gflownet.spark.SparkTasks;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;
import org.gflownet.spark.dl4j.ProxyChunkScorer;
import org.gflownet.spark.dl4j.ProxyReward;

/**
 * Who scores a table: threads of this process, or executors of a Spark context of its own.
 * Executors read and write themselves where they see the files; else this process does, and sends
 * them the rows. A reward with a proxy in it is one of the latter: dl4j-spark predicts for rows
 * that the driver has. Thread-safe.
 */
final class ScoreWorkers implements AutoCloseable {
  private final ConfiguredScorer factory;
  private final JavaSparkContext spark;
  private final PartTask.Scorer remote;
  private final Runnable release;
  private final int numThreads;
  private final AtomicBoolean isShared;

  private ScoreWorkers(
      ConfiguredScorer factory,
      JavaSparkContext spark,
      PartTask.Scorer remote,
      Runnable release,
      int numThreads,
      boolean isShared) {
    this.factory = factory;
    this.spark = spark;
    this.remote = remote;
    this.release = release;
    this.numThreads = numThreads;
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
    if (hasProxy) {
      ProxyChunkScorer proxies = new ProxyChunkScorer(spark, factory);
      return new ScoreWorkers(factory, spark, proxies::score, proxies::close, 0, false);
    }
    SparkChunkScorer chunks = new SparkChunkScorer(spark, factory);
    return new ScoreWorkers(factory, spark, chunks::score, chunks::close, 0, true);
  }

  /** How many tasks keep all of them busy. */
  int window() {
    return spark == null ? numThreads : SparkChunkScorer.window(spark);
  }

  /** Scores rows that this process has. */
  ChunkScores score(MoleculeChunk chunk) {
    return remote.score(chunk);
  }

  /**
   * Does work: as jobs of executors while these see the files, then in threads of this process.
   * What has begun when it is stopped or fails comes to its end; nothing more is started.
   *
   * @param isStopped asked before each task or job
   * @return whether all was done
   */
  <U> boolean run(ScoreWork<U> work, BooleanSupplier isStopped) {
    TaskGroups<U> groups = new TaskGroups<>(work.runs());
    List<List<U>> left = new ArrayList<>();
    if (isShared.get()) {
      SparkTasks<List<U>> tasks = new SparkTasks<>(spark, work.body());
      OnExecutors<U> jobs = new OnExecutors<>(work, groups, left);
      if (!new TaskJobs<>(tasks, jobs, this::window, isStopped).run()) {
        return false;
      }
    }
    left.addAll(groups.rest());
    return TaskWindow.run(left, window(), isStopped, work::doHere);
  }

  /** Work of executors up to where one does not see the files. */
  private final class OnExecutors<U> implements TaskJobs.Work<U> {
    private final ScoreWork<U> work;
    private final TaskGroups<U> groups;
    private final List<List<U>> left;

    /**
     * Work of executors.
     *
     * @param left takes what is left to this process
     */
    OnExecutors(ScoreWork<U> work, TaskGroups<U> groups, List<List<U>> left) {
      this.work = work;
      this.groups = groups;
      this.left = left;
    }

    @Override
    public String description() {
      return work.description();
    }

    @Override
    public boolean isEmpty() {
      return !isShared.get() || groups.isEmpty();
    }

    @Override
    public List<List<U>> next(int window) {
      return groups.next(window);
    }

    @Override
    public void take(SparkTasks.Outcome<List<U>> outcome) {
      List<U> units = outcome.input();
      if (work.take(units, outcome.text())) {
        groups.lasted(units.size(), outcome.millis());
      } else {
        stayHere(work.file(units.get(0)));
        left.add(units);
      }
    }
  }

  /** Lets this process read and write from now on. */
  private void stayHere(String file) {
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
}
