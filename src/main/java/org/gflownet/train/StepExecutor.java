package org.gflownet.train;

import java.util.List;
import org.gflownet.trajectory.ActionPaths;

/**
 * Runs all slices of one step and merges their results. The versions in this package and on Spark
 * give the same answer, bit for bit.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} on the driver. Not thread-safe.
 */
public interface StepExecutor extends Execution {

  /**
   * Starts a step. Several may be under way; they are to be awaited in the order of their start.
   *
   * @param request the step
   * @param parameters length P; not changed here, nor by the caller before the result is there
   * @param drawn for each slice the paths that it takes instead of sampling as many; only they go
   *     to where the slice runs. Empty where no slice takes any
   * @return leads to the results of all slices, merged by {@link SliceResult#mergeTree}, which are
   *     valid until the next step is started
   */
  Pending<SliceResult> start(StepRequest request, float[] parameters, List<ActionPaths> drawn);

  /** Runs a step without replay and waits for it. */
  default SliceResult execute(StepRequest request, float[] parameters) {
    return start(request, parameters, List.of()).await();
  }

  /**
   * Runs a round of parameter averaging.
   *
   * @param request the round
   * @param parameters length P, from which every slice starts; not changed and not kept
   * @param updaterState the moments from which every slice starts; likewise
   * @return the results of all slices, merged by {@link RoundResult#mergeTree}
   */
  RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState);
}
