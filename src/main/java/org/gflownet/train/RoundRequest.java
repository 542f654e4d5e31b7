package org.gflownet.train;

import java.io.Serializable;
import org.gflownet.math.Progress;

/**
 * A round of parameter averaging: every slice takes {@code localSteps} updates of its own from the
 * same parameters.
 *
 * @param start how far the run is at the first update of the round
 * @param localSteps number of updates of each slice, at least 1
 * @param settings of the run
 */
public record RoundRequest(Progress start, int localSteps, Trainer.Settings settings)
    implements Serializable {

  /**
   * How far the run is at an update of the round, as far as slices can tell, which do not know what
   * the others visit: the share that was spent at the start, or that of the steps if it is larger.
   *
   * @param update 0-based within the round
   */
  Progress progress(int update) {
    long step = start.step() + update;
    double share = Budget.shareOfSteps(step, settings.steps());
    return new Progress(step, Math.max(start.share(), share));
  }
}
