package org.gflownet.spark;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceProfile;
import org.apache.spark.resource.TaskResourceRequests;
import org.gflownet.train.TreeRange;

/** Shares the slices of steps among tasks, by the executors that there are at each step. */
final class TaskCut {
  /** Fewer bytes are read by a task sooner than a task more is launched. */
  private static final int PIECE_FLOATS = 1 << 16;

  /** Bytes of all tasks' sums from which another stage costs less than the driver's work. */
  private static final long SHARDS_FROM_BYTES = 1L << 25;

  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *\\d+ *, *(\\d+) *, *\\d+ *\\]");

  private final JavaSparkContext spark;
  private final StepTasks tasks;
  private final int threads;
  private final Optional<ResourceProfile> profile;

  /**
   * A way to cut.
   *
   * @param tasks what the user wants
   */
  TaskCut(JavaSparkContext spark, StepTasks tasks) {
    this.spark = spark;
    this.tasks = tasks;
    this.threads = threads(tasks.share(), spark.getConf(), spark.master());
    this.profile = threads == 1 ? Optional.empty() : Optional.of(allCores(spark.getConf()));
  }

  /**
   * How many threads a task has: as many as an executor has cores where it can have that to itself,
   * else 1.
   */
  static int threads(StepTasks.Share share, SparkConf conf, String master) {
    boolean isLocal = master.equals("local") || master.startsWith("local[");
    boolean isPossible = !isLocal && !conf.getBoolean("spark.dynamicAllocation.enabled", false);
    // Jobs that share executors fairly have each a core of them free at times, not all.
    boolean isFair = conf.get("spark.scheduler.mode", "FIFO").equalsIgnoreCase("FAIR");
    boolean isWanted =
        share == StepTasks.Share.EXECUTORS || (share == StepTasks.Share.AUTO && !isFair);
    return isPossible && isWanted
        ? Math.max(1, cores(conf, master) / conf.getInt("spark.task.cpus", 1))
        : 1;
  }

  /** Cores of an executor; 0 where nobody says so. */
  private static int cores(SparkConf conf, String master) {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(1));
    }
    return conf.getInt("spark.executor.cores", 0);
  }

  private ResourceProfile allCores(SparkConf conf) {
    TaskResourceRequests requests = new TaskResourceRequests();
    requests.cpus(threads * conf.getInt("spark.task.cpus", 1));
    return new TaskResourceProfile(requests.requests());
  }

  /** Threads of each task. */
  int threads() {
    return threads;
  }

  /** What a task asks its executor for, where that is more than usual. */
  Optional<ResourceProfile> profile() {
    return profile;
  }

  /**
   * First slice of each task, and behind the last the number of slices.
   *
   * @param numExecutors that there are now, asked only where it matters
   */
  int[] bounds(int numSlices, IntSupplier numExecutors) {
    int wanted =
        tasks.share() == StepTasks.Share.COUNT
            ? tasks.count()
            : threads > 1 ? numExecutors.getAsInt() : spark.defaultParallelism();
    return TreeRange.bounds(numSlices, Math.max(1, Math.min(numSlices, wanted)));
  }

  /**
   * How many pieces of the sum executors add up; 0 where the driver does.
   *
   * @param floats of a task's result
   */
  int pieces(int numTasks, long floats) {
    return switch (tasks.gather()) {
      case DRIVER -> 0;
      case SHARDS -> piecesOf(numTasks, floats);
      case AUTO ->
          !spark.isLocal() && numTasks * floats * Float.BYTES >= SHARDS_FROM_BYTES
              ? piecesOf(numTasks, floats)
              : 0;
    };
  }

  private static int piecesOf(int numTasks, long floats) {
    return (int) Math.max(1, Math.min(numTasks, floats / PIECE_FLOATS));
  }
}
