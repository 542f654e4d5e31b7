package org.gflownet.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.train.SliceRunner;
import org.gflownet.train.TaskMemoryException;
import org.gflownet.train.WorkerPool;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs the slices of many steps in one job, where tasks run in the process of the driver: a job
 * costs Spark milliseconds, and a small step takes less. The tasks of a job take slices from a
 * queue for about a second; then the next job begins, so that others of the context have their
 * turn. They also end as soon as there has been nothing to do for a moment, as while the driver
 * evaluates or saves.
 *
 * <p>A thread of its own starts one job after the other while there are slices. If a job fails, as
 * when it is cancelled or the context stops, so do the slices that wait.
 *
 * @param <W> the worker
 */
public final class LongJobs<W> implements SliceRunner<W> {
  private static final long WORK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** More than a driver takes to update a small network, less than a job would. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Those of this process, for tasks to find: they get no more than a name. */
  private static final Map<String, LongJobs<?>> OPEN = new ConcurrentHashMap<>();

  private final SparkSlices slices;
  private final String key;
  private final Supplier<? extends W> factory;
  private final int numTasks;
  private final int stepsPerJob;
  private final String name = UUID.randomUUID().toString();
  private final WorkerPool<W> pool = new WorkerPool<>();
  private final Thread keeper;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Item<?>> waiting = new ArrayDeque<>();
  private long generation;
  private int steps;
  private boolean isClosed;

  /**
   * Jobs of many steps; empty where each step is a job: on a cluster, or because somebody asks.
   *
   * @param numSlices of a step
   * @param stepsPerJob most steps of a job; 0 for as many as fit into a second
   */
  public static <W> Optional<SliceRunner<W>> where(
      JavaSparkContext spark,
      String key,
      Supplier<? extends W> factory,
      int numSlices,
      int stepsPerJob) {
    return spark.isLocal() && stepsPerJob != 1
        ? Optional.of(new LongJobs<>(spark, key, factory, numSlices, stepsPerJob))
        : Optional.empty();
  }

  /**
   * Jobs on a context with a local master, which the caller closes.
   *
   * @param key of the factory's workers
   * @param factory of the workers
   * @param numSlices of a step, so that no task is in vain
   * @param stepsPerJob most steps of a job; 0 for as many as fit into a second
   */
  public LongJobs(
      JavaSparkContext spark,
      String key,
      Supplier<? extends W> factory,
      int numSlices,
      int stepsPerJob) {
    if (!spark.isLocal()) {
      throw new IllegalArgumentException("tasks of " + spark.master() + " run in other processes");
    }
    this.slices = new SparkSlices(spark, Optional.empty());
    this.key = key;
    this.factory = factory;
    this.numTasks = Math.max(1, Math.min(numSlices, spark.defaultParallelism()));
    this.stepsPerJob = stepsPerJob;
    OPEN.put(name, this);
    // Made by the thread that trains, whose local properties it inherits: job group, pool.
    keeper = new Thread(this::keep, "jobs of many steps");
    keeper.setDaemon(true);
    keeper.start();
  }

  /** A slice and what becomes of it. */
  private static final class Item<R> extends CompletableFuture<R> {
    private final Supplier<R> body;

    Item(Supplier<R> body) {
      this.body = body;
    }

    void run() {
      if (isDone()) {
        return; // Given up.
      }
      try {
        complete(TaskMemoryException.guard(body));
      } catch (RuntimeException | Error e) {
        completeExceptionally(e);
      }
    }
  }

  @Override
  public void step() {
    lock.lock();
    try {
      if (stepsPerJob > 0 && steps == stepsPerJob) {
        steps = 0;
        generation++;
        changed.signalAll();
      }
      steps++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <R> Future<R> start(Function<? super W, R> slice) {
    Item<R> item = new Item<>(() -> pool.with(key, factory, slice));
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("closed");
      }
      waiting.add(item);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return item;
  }

  /** Starts job after job, each when the one before has ended and there is something to do. */
  private void keep() {
    while (true) {
      long number;
      lock.lock();
      try {
        while (waiting.isEmpty() && !isClosed) {
          changed.awaitUninterruptibly();
        }
        if (isClosed) {
          return;
        }
        number = generation;
      } finally {
        lock.unlock();
      }
      try {
        Serving serving = new Serving(name, number, System.nanoTime() + WORK_NANOS);
        slices
            .<SliceJob<Integer>>named(
                "steps: " + numTasks + " tasks that take slices",
                () -> slices.start(new Integer[numTasks], serving))
            .await();
      } catch (RuntimeException | Error e) {
        failAll(e);
      }
    }
  }

  private void failAll(Throwable reason) {
    List<Item<?>> items;
    lock.lock();
    try {
      items = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    items.forEach(item -> item.completeExceptionally(reason));
  }

  /**
   * What a task does.
   *
   * @param name of the jobs
   * @param generation of the steps it may take
   * @param end of its time, by the clock of this process
   */
  private record Serving(String name, long generation, long end)
      implements SliceRdd.Function<Integer>, Serializable {
    @Override
    public Integer apply(int task, ActionPaths[] drawn) {
      LongJobs<?> jobs = OPEN.get(name);
      return jobs == null ? 0 : jobs.serve(this);
    }
  }

  /** Takes slices until the time is over or there are none; how many. */
  private int serve(Serving serving) {
    int served = 0;
    TaskContext context = TaskContext.get();
    for (Item<?> item = next(serving); item != null; item = next(serving)) {
      item.run();
      served++;
      if (context.isInterrupted()) {
        throw new IllegalStateException("the job of many steps was cancelled");
      }
    }
    return served;
  }

  private Item<?> next(Serving serving) {
    lock.lock();
    try {
      long left = IDLE_NANOS;
      while (waiting.isEmpty() && left > 0 && !isOver(serving)) {
        left = changed.awaitNanos(left);
      }
      return isOver(serving) ? null : waiting.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Serving serving) {
    return isClosed || serving.generation() != generation || System.nanoTime() - serving.end() > 0;
  }

  @Override
  public String describe() {
    return slices.describe();
  }

  @Override
  public int numExecutors() {
    return slices.numExecutors();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    failAll(new IllegalStateException("closed"));
    OPEN.remove(name);
  }
}
