package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.gflownet.objective.GradientSum;
import org.gflownet.trajectory.ActionPaths;

/** Runs slices in this process, on threads of its own or as a {@link SliceRunner} does. */
public final class InProcessStepExecutor implements StepExecutor {
  private final SliceRunner<RolloutWorker<?>> threads;

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
    this(new SliceThreads<>(factory.key(), factory::create, numThreads));
  }

  /**
   * An executor.
   *
   * @param runner of its slices, which is closed with it
   */
  public InProcessStepExecutor(SliceRunner<RolloutWorker<?>> runner) {
    this.threads = runner;
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
    threads.step();
    List<Future<R>> futures = new ArrayList<>(numSlices);
    for (int i = 0; i < numSlices; i++) {
      int slice = i;
      futures.add(threads.start(worker -> body.run(worker, slice)));
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
      return merge(SliceThreads.await(slices));
    }

    @Override
    public void cancel() {
      slices.forEach(slice -> slice.cancel(true));
    }
  }

  @Override
  public String describe() {
    return threads.describe();
  }

  @Override
  public int numExecutors() {
    return threads.numExecutors();
  }

  @Override
  public void close() {
    threads.close();
  }
}
