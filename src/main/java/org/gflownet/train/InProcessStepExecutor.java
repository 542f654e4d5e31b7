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
    return SliceResult.mergeTree(
        onAll(request.numSlices(), (worker, slice) -> worker.run(request, slice, parameters)));
  }

  @Override
  public RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState) {
    return RoundResult.mergeTree(
        onAll(
            request.settings().slices(),
            (worker, slice) -> worker.runRound(request, slice, parameters, updaterState)));
  }

  /** What a slice does on its worker. */
  private interface Body<R> {
    R run(RolloutWorker<?> worker, int slice);
  }

  private <R> List<R> onAll(int numSlices, Body<R> body) {
    List<R> results = new ArrayList<>(numSlices);
    if (numThreads == 1 || numSlices == 1) {
      for (int slice = 0; slice < numSlices; slice++) {
        results.add(on(slice, body));
      }
      return results;
    }
    List<Future<R>> futures = new ArrayList<>(numSlices);
    for (int i = 0; i < numSlices; i++) {
      int slice = i;
      futures.add(threads.submit(() -> on(slice, body)));
    }
    for (Future<R> future : futures) {
      results.add(resultOf(future));
    }
    return results;
  }

  private <R> R on(int slice, Body<R> body) {
    return pool.with(factory, worker -> body.run(worker, slice));
  }

  private static <R> R resultOf(Future<R> future) {
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
