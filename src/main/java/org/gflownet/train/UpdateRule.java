package org.gflownet.train;

/** How parameters come out of rollouts: what the training loop repeats. */
public interface UpdateRule {

  /**
   * Makes the next update, or round of updates.
   *
   * @param state advanced in place
   * @throws TrainingDivergedException if something is not finite; the state is unchanged
   */
  StepReport next(TrainingState state);

  /** Gives up what was started and not awaited. */
  void abandon();

  /** Stops a run that has diverged. */
  static void requireFinite(boolean finite, long step, int slice, long seed) {
    if (!finite) {
      throw new TrainingDivergedException(step, slice, seed);
    }
  }
}
