package org.gflownet.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.math.Progress;

/**
 * A run at a step boundary, complete enough to continue it bit for bit.
 *
 * @param counters step, trajectories, transitions, seconds
 * @param progress of the run when it was saved; its share is not a number where it was read back
 * @param seed of the run
 * @param parameters the flat vector, length P
 * @param averagedParameters their moving average, length P; empty where none is kept
 * @param previousParameters those of the steps before, newest first, each of length P: as many as
 *     pipelined steps need, none otherwise
 * @param updaterState the optimiser's moments
 * @param sections what listeners track, by name
 * @param configText the resolved configuration
 */
public record Checkpoint(
    TrainingState.Counters counters,
    Progress progress,
    long seed,
    float[] parameters,
    Optional<float[]> averagedParameters,
    List<float[]> previousParameters,
    float[] updaterState,
    Map<String, long[]> sections,
    String configText) {

  /** Parameters of the policy that is evaluated and sampled: averaged where they are. */
  public float[] policyParameters() {
    return averagedParameters.orElse(parameters);
  }
}
