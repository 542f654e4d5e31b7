package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gflownet.math.Progress;
import org.gflownet.model.Updater;

/**
 * Everything that changes while a run goes on and that an exact resume needs, beside what listeners
 * track. Lives on the driver. Mutable; not thread-safe.
 */
public final class TrainingState {
  private final float[] parameters;
  private final Updater updater;

  /** Of the parameters; null where none is kept. */
  private final ParameterAverage average;

  /** Parameters of the steps before, newest first: theta(t-1), theta(t-2), ... */
  private final Deque<float[]> previous = new ArrayDeque<>();

  /** A copy of the parameters as they are at the present step; null until it is asked for. */
  private float[] snapshot;

  private Counters counters = new Counters(0, 0, 0, 0.0);
  private Progress progress = Progress.START;

  /**
   * Cumulative counts since step 0, over all resumes, with an estimate of log Z before it.
   *
   * @param step parameter updates made
   * @param trajectories sampled
   * @param transitions of these trajectories
   * @param seconds of wall time spent in training steps: no start-up, evaluation or checkpoint
   */
  public record Counters(long step, long trajectories, long transitions, double seconds) {}

  /**
   * The state at step 0 of a run that keeps no average of its parameters.
   *
   * @param parameters length P; kept and updated in place
   * @param updater with its moments
   */
  public TrainingState(float[] parameters, Updater updater) {
    this(parameters, updater, OptionalDouble.empty());
  }

  /**
   * The state at step 0.
   *
   * @param parameters length P; kept and updated in place
   * @param updater with its moments
   * @param averageDecay decay of the moving average of the parameters, if one is kept
   */
  public TrainingState(float[] parameters, Updater updater, OptionalDouble averageDecay) {
    this.parameters = parameters;
    this.updater = updater;
    this.average =
        averageDecay.isPresent()
            ? new ParameterAverage(averageDecay.getAsDouble(), parameters)
            : null;
  }

  /** The flat parameter vector itself: what training goes on with. */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The parameters of the policy that is evaluated and sampled: their moving average where one is
   * kept, else {@link #parameters}. Not a copy.
   */
  public float[] policyParameters() {
    return average == null ? parameters : average.values();
  }

  /** The moving average of the parameters, if one is kept; not a copy. */
  public Optional<float[]> averagedParameters() {
    return Optional.ofNullable(average).map(ParameterAverage::values);
  }

  /**
   * Takes the parameters into their average, if one is kept; before the updates are counted.
   *
   * @param updates since the last time
   */
  void average(int updates) {
    if (average != null) {
      average.update(parameters, step(), updates);
    }
  }

  /**
   * Parameters of earlier steps, newest first: as many as pipelined steps still need, none
   * otherwise. Not copies.
   */
  public List<float[]> previousParameters() {
    return List.copyOf(previous);
  }

  /**
   * The parameters after {@code version} updates, in an array that later updates do not change.
   *
   * @param version {@link #step()} or an earlier step that is still remembered
   */
  float[] parametersAt(long version) {
    long age = step() - version;
    return age == 0 ? snapshot() : previous.stream().skip(age - 1).findFirst().orElseThrow();
  }

  private float[] snapshot() {
    if (snapshot == null) {
      snapshot = parameters.clone();
    }
    return snapshot;
  }

  /**
   * Keeps what {@link #parametersAt} gave for the present step, after the parameters were updated.
   *
   * @param most number of vectors to keep
   */
  void rememberSnapshot(int most) {
    previous.addFirst(snapshot);
    snapshot = null;
    while (previous.size() > most) {
      previous.removeLast();
    }
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

  /** How far the run was before its present step; set by the training loop. */
  public Progress progress() {
    return progress;
  }

  /** Sets {@link #progress}. */
  public void progress(Progress now) {
    progress = now;
  }

  /**
   * Sets a parameter before the first step; the average of the parameters begins with it, too.
   *
   * @param index in the flat vector
   */
  public void begin(int index, float value) {
    parameters[index] = value;
    if (average != null) {
      average.restore(parameters);
    }
  }

  /**
   * Continues from a checkpoint.
   *
   * @param newParameters length P
   * @param newAverage {@link #averagedParameters}; ignored where no average is kept
   * @param newPrevious {@link #previousParameters}
   * @param updaterState moments
   * @param newCounters of the checkpoint
   * @throws IllegalArgumentException if a vector has another length, or there is no average where
   *     one is kept
   */
  public void restore(
      float[] newParameters,
      Optional<float[]> newAverage,
      List<float[]> newPrevious,
      float[] updaterState,
      Counters newCounters) {
    requireLength(newParameters);
    newPrevious.forEach(this::requireLength);
    if (average != null) {
      float[] averaged =
          newAverage.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the checkpoint lacks the averaged parameters of train.ema"));
      requireLength(averaged);
      average.restore(averaged);
    }
    snapshot = null;
    previous.clear();
    previous.addAll(newPrevious);
    System.arraycopy(newParameters, 0, parameters, 0, parameters.length);
    updater.restore(updaterState);
    counters = newCounters;
  }

  private void requireLength(float[] vector) {
    if (vector.length != parameters.length) {
      throw new IllegalArgumentException(
          "expected " + parameters.length + " parameters, got " + vector.length);
    }
  }

  /**
   * Counts what a step, or a round of several, has come to.
   *
   * @param steps parameter updates on one path
   * @param trajectories sampled
   * @param transitions of these trajectories
   * @param seconds of wall time
   */
  public void advance(int steps, int trajectories, long transitions, double seconds) {
    counters =
        new Counters(
            counters.step() + steps,
            counters.trajectories() + trajectories,
            counters.transitions() + transitions,
            counters.seconds() + seconds);
  }
}
