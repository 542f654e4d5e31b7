package org.gflownet.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * What tasks cost each executor, and how many failed: listens to Spark's events, which may lose
 * some where they come too fast.
 *
 * <p>Thread-safe.
 */
public final class TaskTally extends SparkListener {
  private final Map<String, Tally> byExecutor = new TreeMap<>();

  /**
   * One executor.
   *
   * @param id Spark's name of it; {@code driver} in local modes
   * @param host where it runs
   * @param tasks that ended
   * @param runSeconds that tasks ran
   * @param gcSeconds that garbage collection took meanwhile
   * @param failedTasks that ended in a failure; not those that were called off
   * @param retries tasks that were attempts after the first
   * @param lost whether it went away before the end
   */
  public record ExecutorTime(
      String id,
      String host,
      long tasks,
      double runSeconds,
      double gcSeconds,
      long failedTasks,
      long retries,
      boolean lost) {}

  private static final class Tally {
    private String host = "";
    private long tasks;
    private long runMillis;
    private long gcMillis;
    private long failed;
    private long retries;
    private boolean lost;
  }

  private Tally of(String id) {
    return byExecutor.computeIfAbsent(id, unknown -> new Tally());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Tally tally = of(end.taskInfo().executorId());
    tally.host = end.taskInfo().host();
    tally.tasks++;
    tally.retries += end.taskInfo().attemptNumber() > 0 ? 1 : 0;
    boolean failed =
        end.reason() instanceof TaskFailedReason && !(end.reason() instanceof TaskKilled);
    tally.failed += failed ? 1 : 0;
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      tally.runMillis += metrics.executorRunTime();
      tally.gcMillis += metrics.jvmGCTime();
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    of(added.executorId()).host = added.executorInfo().executorHost();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    of(removed.executorId()).lost = true;
  }

  /** The executors so far, by name. */
  public synchronized List<ExecutorTime> executors() {
    List<ExecutorTime> executors = new ArrayList<>();
    byExecutor.forEach(
        (id, tally) ->
            executors.add(
                new ExecutorTime(
                    id,
                    tally.host,
                    tally.tasks,
                    tally.runMillis * 1e-3,
                    tally.gcMillis * 1e-3,
                    tally.failed,
                    tally.retries,
                    tally.lost)));
    return executors;
  }
}
