package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs slices on threads of this process, without Spark. */
public final class InProcessStepExecutor implements StepExecutor {
  private final RolloutWorker.Factory factory;
  private final int numThreads;
  private final ExecutorService threads;
  private final WorkerPool pool = new WorkerPool();

  /**
   * An executor with its own threads.
   *
   * @param factory of the workers
   * @param numThreads at least 1
   */
  public InProcessStepExecutor(RolloutWorker.Factory factory, int numThreads) {
    this.factory = factory;
    this.numThreads = numThreads;
    this.threads =
        Executors.newFixedThreadPool(
            numThreads,
            task -> {
              Thread thread = new Thread(task, "rollout");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public SliceResult execute(StepRequest request, float[] parameters) {
    if (numThreads == 1 || request.numSlices() == 1) {
      List<SliceResult> results = new ArrayList<>(request.numSlices());
      for (int slice = 0; slice < request.numSlices(); slice++) {
        results.add(pool.run(factory, request, slice, parameters));
      }
      return SliceResult.mergeTree(results);
    }
    List<Future<SliceResult>> futures = new ArrayList<>(request.numSlices());
    for (int i = 0; i < request.numSlices(); i++) {
      int slice = i;
      futures.add(threads.submit(() -> pool.run(factory, request, slice, parameters)));
    }
    List<SliceResult> results = new ArrayList<>(futures.size());
    for (Future<SliceResult> future : futures) {
      results.add(resultOf(future));
    }
    return SliceResult.mergeTree(results);
  }

  private static SliceResult resultOf(Future<SliceResult> future) {
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
