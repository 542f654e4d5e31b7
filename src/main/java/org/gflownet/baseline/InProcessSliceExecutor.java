package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gflownet.train.WorkerPool;

/** Runs slices on threads of this process, without Spark. */
public final class InProcessSliceExecutor implements SliceExecutor {
  private final SliceWorker.Factory factory;
  private final int numThreads;
  private final ExecutorService threads;
  private final WorkerPool<SliceWorker> pool = new WorkerPool<>();

  /**
   * An executor with its own threads.
   *
   * @param factory of the workers
   * @param numThreads at least 1
   */
  public InProcessSliceExecutor(SliceWorker.Factory factory, int numThreads) {
    this.factory = factory;
    this.numThreads = numThreads;
    this.threads =
        Executors.newFixedThreadPool(
            numThreads,
            task -> {
              Thread thread = new Thread(task, "slice");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public List<SliceOutput> run(long step, float[] parameters, List<long[]> states) {
    List<Future<SliceOutput>> futures = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      int slice = i;
      futures.add(threads.submit(() -> runSlice(step, slice, parameters, states.get(slice))));
    }
    List<SliceOutput> results = new ArrayList<>();
    for (Future<SliceOutput> future : futures) {
      results.add(resultOf(future));
    }
    return results;
  }

  private SliceOutput runSlice(long step, int slice, float[] parameters, long[] state) {
    return pool.with(
        factory.key(), factory::createSlice, worker -> worker.run(step, slice, parameters, state));
  }

  private static SliceOutput resultOf(Future<SliceOutput> future) {
    try {
      return future.get();
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
