package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gflownet.objective.GradientSum;
import org.gflownet.trajectory.ActionPaths;

/** The slices of one task: run one after the other and merged as far as they can be. */
public final class TaskSlices {
  private TaskSlices() {}

  /**
   * Runs consecutive slices of a step.
   *
   * @param request the step
   * @param from number of the first slice
   * @param to number behind the last one
   * @param parameters the flat vector at {@code request.parametersVersion()}
   * @param drawn for each of them, from a replay memory instead of sampling as many; or empty
   * @return what a {@link TreeRange} makes of their results
   */
  public static SliceResult[] run(
      RolloutWorker<?> worker,
      StepRequest request,
      int from,
      int to,
      float[] parameters,
      ActionPaths[] drawn) {
    Deque<GradientSum> spare = new ArrayDeque<>();
    TreeRange<SliceResult> range =
        new TreeRange<>(
            from,
            (left, right) -> {
              SliceResult merged = left.mergedWith(right);
              spare.add(right.gradient());
              return merged;
            });
    for (int slice = from; slice < to; slice++) {
      GradientSum sum = spare.isEmpty() ? worker.newSum() : spare.remove();
      ActionPaths own = drawn.length == 0 ? ActionPaths.NONE : drawn[slice - from];
      range.add(worker.run(request, slice, parameters, own, sum));
    }
    return range.results().toArray(SliceResult[]::new);
  }

  /**
   * Takes the updates of consecutive slices in a round of parameter averaging.
   *
   * @return what a {@link TreeRange} makes of their results
   */
  public static RoundResult[] runRound(
      RolloutWorker<?> worker,
      RoundRequest request,
      int from,
      int to,
      float[] parameters,
      float[] updaterState) {
    TreeRange<RoundResult> range = new TreeRange<>(from, RoundResult::mergedWith);
    for (int slice = from; slice < to; slice++) {
      range.add(worker.runRound(request, slice, parameters, updaterState));
    }
    return range.results().toArray(RoundResult[]::new);
  }
}
