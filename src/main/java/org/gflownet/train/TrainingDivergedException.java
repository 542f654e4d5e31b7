package org.gflownet.train;

/** A loss or gradient is not finite. The parameters keep their last finite values. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The exception.
   *
   * @param step 0-based number of the update that was not made
   * @param slice whose sums are not finite, or -1 if only their merge is
   * @param seed of the run
   */
  public TrainingDivergedException(long step, int slice, long seed) {
    super(
        "training diverged: the loss or gradient of step "
            + step
            + (slice >= 0 ? ", slice " + slice : ", merged over all slices")
            + " (seed "
            + seed
            + ") is not finite; lower train.lr, set train.gradient-clip, or resume from the last"
            + " checkpoint with other settings");
  }
}
