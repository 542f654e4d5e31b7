package org.gflownet.train;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run may use. It ends with the first step, or round of steps, after which any of the limits
 * is reached, so that methods whose steps cost differently are compared at equal cost.
 *
 * @param steps parameter updates, at least 1
 * @param visited terminating states visited, whatever visits them: rollouts, local search, chains
 * @param rewardCalls objects whose reward was asked for, as {@code reward_calls} counts them
 * @param seconds of wall time spent in steps; a run that the clock ends does not repeat exactly
 */
public record Budget(
    long steps, OptionalLong visited, OptionalLong rewardCalls, OptionalDouble seconds)
    implements Serializable {

  /** A budget of steps alone. */
  public static Budget ofSteps(long steps) {
    return new Budget(steps, OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());
  }

  /** Whether steps are all that is limited. */
  public boolean isOfStepsAlone() {
    return visited.isEmpty() && rewardCalls.isEmpty() && seconds.isEmpty();
  }

  /** The share of the steps that is made after a number of them, 0 to 1. */
  public double shareOfSteps(long step) {
    return shareOfSteps(step, steps);
  }

  /** The same of a number of steps. */
  static double shareOfSteps(long step, long steps) {
    return Math.min(1.0, (double) step / steps);
  }

  /**
   * The share that is spent: the largest among the limits, 0 to 1.
   *
   * @param spent counts of the run
   * @param calls reward calls of the run
   */
  double share(TrainingState.Counters spent, long calls) {
    double share = shareOfSteps(spent.step());
    if (visited.isPresent()) {
      share = Math.max(share, (double) spent.trajectories() / visited.getAsLong());
    }
    if (rewardCalls.isPresent()) {
      share = Math.max(share, (double) calls / rewardCalls.getAsLong());
    }
    if (seconds.isPresent()) {
      share = Math.max(share, spent.seconds() / seconds.getAsDouble());
    }
    return Math.min(1.0, share);
  }
}
