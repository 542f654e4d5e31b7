package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.gflownet.objective.GradientSum;
import org.gflownet.trajectory.ActionPaths;

/**
 * The slices of one task, on its threads: merged as far as they can be, in the order of their
 * numbers, as they end.
 */
public final class TaskSlices {
  private TaskSlices() {}

  /**
   * Runs consecutive slices of a step.
   *
   * @param threads of the task
   * @param request the step
   * @param from number of the first slice
   * @param to number behind the last one
   * @param parameters the flat vector at {@code request.parametersVersion()}
   * @param drawn for each of them, from a replay memory instead of sampling as many; or empty
   * @return what a {@link TreeRange} makes of their results
   */
  public static SliceResult[] run(
      SliceThreads<RolloutWorker<?>> threads,
      StepRequest request,
      int from,
      int to,
      float[] parameters,
      ActionPaths[] drawn) {
    Queue<GradientSum> spare = new ConcurrentLinkedQueue<>();
    TreeRange<SliceResult> range =
        new TreeRange<>(
            from,
            (left, right) -> {
              SliceResult merged = left.mergedWith(right);
              spare.add(right.gradient());
              return merged;
            });
    runAll(
        threads,
        from,
        to,
        (worker, slice) -> {
          GradientSum known = spare.poll();
          GradientSum sum = known == null ? worker.newSum() : known;
          ActionPaths own = drawn.length == 0 ? ActionPaths.NONE : drawn[slice - from];
          return worker.run(request, slice, parameters, own, sum);
        },
        range);
    return range.results().toArray(SliceResult[]::new);
  }

  /**
   * Takes the updates of consecutive slices in a round of parameter averaging.
   *
   * @return what a {@link TreeRange} makes of their results
   */
  public static RoundResult[] runRound(
      SliceThreads<RolloutWorker<?>> threads,
      RoundRequest request,
      int from,
      int to,
      float[] parameters,
      float[] updaterState) {
    TreeRange<RoundResult> range = new TreeRange<>(from, RoundResult::mergedWith);
    runAll(
        threads,
        from,
        to,
        (worker, slice) -> worker.runRound(request, slice, parameters, updaterState),
        range);
    return range.results().toArray(RoundResult[]::new);
  }

  /** What a slice does on its worker. */
  private interface Body<R> {
    R run(RolloutWorker<?> worker, int slice);
  }

  private static <R> void runAll(
      SliceThreads<RolloutWorker<?>> threads, int from, int to, Body<R> body, TreeRange<R> range) {
    // No thread waits, and no more results wait for the one before them than this.
    int ahead = 2 * (threads.numThreads() - 1);
    Queue<Future<R>> begun = new ArrayDeque<>();
    for (int i = from; i < to; i++) {
      int slice = i;
      begun.add(threads.start(worker -> body.run(worker, slice)));
      if (begun.size() > ahead) {
        range.add(SliceThreads.resultOf(begun.remove()));
      }
    }
    for (Future<R> slice : begun) {
      range.add(SliceThreads.resultOf(slice));
    }
  }
}
