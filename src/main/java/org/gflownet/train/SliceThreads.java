package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Threads of this process on which the slices of a step run, each with a worker that it borrows:
 * what executors without Spark have in common.
 *
 * @param <W> the worker
 */
public final class SliceThreads<W> implements SliceRunner<W> {
  private static final long IDLE_SECONDS = 60;

  private final String key;
  private final Supplier<? extends W> factory;
  private final int numThreads;
  private final ExecutorService threads;
  private final WorkerPool<W> pool = new WorkerPool<>();

  /**
   * Threads that wait for slices.
   *
   * @param key of the factory's workers in a {@link WorkerPool}
   * @param factory of the workers
   * @param numThreads at least 1
   */
  public SliceThreads(String key, Supplier<? extends W> factory, int numThreads) {
    this.key = key;
    this.factory = factory;
    this.numThreads = numThreads;
    ThreadPoolExecutor pooled =
        new ThreadPoolExecutor(
            numThreads,
            numThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "slice");
              thread.setDaemon(true);
              return thread;
            });
    // Those of an executor are not closed: nobody tells it that a run has ended.
    pooled.allowCoreThreadTimeOut(true);
    this.threads = pooled;
  }

  /** How many there are. */
  public int numThreads() {
    return numThreads;
  }

  /** Starts a slice; with one thread it has ended when this returns. */
  @Override
  public <R> Future<R> start(Function<? super W, R> slice) {
    FutureTask<R> task =
        new FutureTask<>(() -> TaskMemoryException.guard(() -> pool.with(key, factory, slice)));
    if (numThreads == 1) {
      // Here and now: a second thread would only cost the way there and back.
      task.run();
    } else {
      threads.execute(task);
    }
    return task;
  }

  /**
   * Waits for slices.
   *
   * @return what they returned, in their order
   * @throws RuntimeException of the first of them that failed
   */
  public static <R> List<R> await(List<Future<R>> slices) {
    List<R> results = new ArrayList<>(slices.size());
    for (Future<R> slice : slices) {
      results.add(resultOf(slice));
    }
    return results;
  }

  /** The result of a slice, which is waited for. */
  static <R> R resultOf(Future<R> slice) {
    try {
      return slice.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a step was running", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a slice failed: " + e.getCause(), e.getCause());
    }
  }

  @Override
  public String describe() {
    return "in-process, " + numThreads + (numThreads == 1 ? " thread" : " threads");
  }

  @Override
  public int numExecutors() {
    return 1;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
