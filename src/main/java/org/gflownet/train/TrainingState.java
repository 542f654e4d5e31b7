package org.gflownet.train;

/**
 * Everything that changes while a run goes on and that an exact resume needs, beside what listeners
 * track. Lives on the driver. Mutable; not thread-safe.
 */
public final class TrainingState {
  private final float[] parameters;
  private final Updater updater;
  private Counters counters = new Counters(0, 0, 0, 0.0);

  /**
   * Cumulative counts since step 0, over all resumes.
   *
   * @param step parameter updates made
   * @param trajectories sampled
   * @param transitions of these trajectories
   * @param seconds of wall time spent in training steps: no start-up, evaluation or checkpoint
   */
  public record Counters(long step, long trajectories, long transitions, double seconds) {}

  /**
   * The state at step 0.
   *
   * @param parameters length P; kept and updated in place
   * @param updater with its moments
   */
  public TrainingState(float[] parameters, Updater updater) {
    this.parameters = parameters;
    this.updater = updater;
  }

  /** The flat parameter vector itself. */
  public float[] parameters() {
    return parameters;
  }

  /** The optimiser. */
  public Updater updater() {
    return updater;
  }

  /** Counts so far. */
  public Counters counters() {
    return counters;
  }

  /** Number of parameter updates made; also the 0-based number of the next. */
  public long step() {
    return counters.step();
  }

  /** Continues from a checkpoint. */
  public void restore(float[] newParameters, float[] updaterState, Counters newCounters) {
    if (newParameters.length != parameters.length) {
      throw new IllegalArgumentException(
          "expected " + parameters.length + " parameters, got " + newParameters.length);
    }
    System.arraycopy(newParameters, 0, parameters, 0, parameters.length);
    updater.restore(updaterState);
    counters = newCounters;
  }

  void advance(int steps, int trajectories, long transitions, double seconds) {
    counters =
        new Counters(
            counters.step() + steps,
            counters.trajectories() + trajectories,
            counters.transitions() + transitions,
            counters.seconds() + seconds);
  }
}
