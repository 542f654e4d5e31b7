package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.gflownet.objective.GradientSum;
import org.gflownet.trajectory.ActionPaths;

/** Runs slices on threads of this process, without Spark. */
public final class InProcessStepExecutor implements StepExecutor {
  private final RolloutWorker.Factory factory;
  private final int numThreads;
  private final ExecutorService threads;
  private final WorkerPool<RolloutWorker<?>> pool = new WorkerPool<>();

  /** Gradient sums that were merged into others, to be used again. */
  private final Queue<GradientSum> spare = new ConcurrentLinkedQueue<>();

  /** The sum of the last result, which the caller may read until the next step. */
  private GradientSum lent;

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
  public Pending<SliceResult> start(
      StepRequest request, float[] parameters, List<ActionPaths> drawn) {
    if (lent != null) {
      spare.add(lent);
      lent = null;
    }
    return new Slices<SliceResult>(
        onAll(
            request.numSlices(),
            (worker, slice) ->
                worker.run(
                    request,
                    slice,
                    parameters,
                    drawn.isEmpty() ? ActionPaths.NONE : drawn.get(slice),
                    sum(worker)))) {
      @Override
      SliceResult merge(List<SliceResult> bySlice) {
        SliceResult merged = SliceResult.mergeTree(bySlice);
        for (SliceResult result : bySlice) {
          if (result.gradient() != merged.gradient()) {
            spare.add(result.gradient());
          }
        }
        lent = merged.gradient();
        return merged;
      }
    };
  }

  private GradientSum sum(RolloutWorker<?> worker) {
    GradientSum sum = spare.poll();
    return sum == null ? worker.newSum() : sum;
  }

  @Override
  public RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState) {
    return new Slices<RoundResult>(
        onAll(
            request.settings().slices(),
            (worker, slice) -> worker.runRound(request, slice, parameters, updaterState))) {
      @Override
      RoundResult merge(List<RoundResult> bySlice) {
        return RoundResult.mergeTree(bySlice);
      }
    }.await();
  }

  /** What a slice does on its worker. */
  private interface Body<R> {
    R run(RolloutWorker<?> worker, int slice);
  }

  private <R> List<Future<R>> onAll(int numSlices, Body<R> body) {
    List<Future<R>> futures = new ArrayList<>(numSlices);
    for (int i = 0; i < numSlices; i++) {
      int slice = i;
      FutureTask<R> task =
          new FutureTask<>(
              () -> pool.with(factory.key(), factory::create, worker -> body.run(worker, slice)));
      if (numThreads == 1) {
        // Here and now: a second thread would only cost the way there and back.
        task.run();
      } else {
        threads.execute(task);
      }
      futures.add(task);
    }
    return futures;
  }

  /** The slices of one step or round. */
  private abstract static class Slices<R> implements Pending<R> {
    private final List<Future<R>> slices;

    Slices(List<Future<R>> slices) {
      this.slices = slices;
    }

    abstract R merge(List<R> bySlice);

    @Override
    public R await() {
      List<R> results = new ArrayList<>(slices.size());
      for (Future<R> slice : slices) {
        results.add(resultOf(slice));
      }
      return merge(results);
    }

    @Override
    public void cancel() {
      slices.forEach(slice -> slice.cancel(true));
    }
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
