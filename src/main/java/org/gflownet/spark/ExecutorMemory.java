package org.gflownet.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.util.AccumulatorV2;
import org.gflownet.model.MemoryUse;

/**
 * The most that each executor held beside its heap, of samples at the ends of its tasks.
 *
 * <p>A task that runs again, or twice, can only raise a maximum, and results do not depend on it.
 * Spark takes no samples of tasks that failed. It has no name, so that Spark's pages and event log
 * leave it out. Thread-safe, since Spark sends an executor's heartbeat, with the accumulators of
 * its tasks, while they run.
 */
public final class ExecutorMemory extends AccumulatorV2<MemoryUse, Map<String, MemoryUse>> {
  private static final long serialVersionUID = 1;

  private final MemoryUse.Gauge gauge;
  private final ConcurrentSkipListMap<String, MemoryUse> byExecutor = new ConcurrentSkipListMap<>();

  /**
   * One that no context knows yet.
   *
   * @param gauge what executors call
   */
  ExecutorMemory(MemoryUse.Gauge gauge) {
    this.gauge = gauge;
  }

  /** One for the tasks of a context. */
  public static ExecutorMemory register(JavaSparkContext spark, MemoryUse.Gauge gauge) {
    ExecutorMemory memory = new ExecutorMemory(gauge);
    spark.sc().register(memory);
    return memory;
  }

  /** Takes a sample; called within a task. */
  void sample() {
    add(gauge.read());
  }

  /** Adds a sample of the executor that this is called on. */
  @Override
  public void add(MemoryUse use) {
    BlockManagerId here = SparkEnv.get().blockManager().blockManagerId();
    add("executor " + here.executorId() + " (" + here.hostPort() + ")", use);
  }

  void add(String executor, MemoryUse use) {
    byExecutor.merge(executor, use, MemoryUse::max);
  }

  @Override
  public void merge(AccumulatorV2<MemoryUse, Map<String, MemoryUse>> other) {
    other.value().forEach(this::add);
  }

  /** By executor: its number at Spark, host and port. */
  @Override
  public Map<String, MemoryUse> value() {
    return Map.copyOf(byExecutor);
  }

  @Override
  public boolean isZero() {
    return byExecutor.isEmpty();
  }

  @Override
  public ExecutorMemory copy() {
    ExecutorMemory copy = new ExecutorMemory(gauge);
    copy.byExecutor.putAll(byExecutor);
    return copy;
  }

  @Override
  public void reset() {
    byExecutor.clear();
  }
}
