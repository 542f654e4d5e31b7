package org.gflownet.train;

import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.gflownet.math.Schedule;
import org.gflownet.objective.Objective;
import org.gflownet.trajectory.Exploration;

/**
 * The training loop on the driver: run a step, check that it is finite, clip, update, tell the
 * listeners. Does not know what executes the steps.
 */
public final class Trainer {
  private final long steps;
  private final Function<TrainingState, UpdateRule> updateRule;
  private final List<TrainingListener> listeners;

  /**
   * What the loop needs to know.
   *
   * @param seed of the run
   * @param steps total number of parameter updates
   * @param batch trajectories per step over all slices
   * @param slices tasks' shares per step
   * @param learningRate by step
   * @param gradientClip largest global norm of the gradient; 0 for no clipping
   * @param epsilon probability of a uniform action, by step
   * @param temperature divisor of the logits, by step
   * @param localSteps updates that each slice takes of its own between two averagings; 0 for one
   *     update per step from the gradients of all slices
   * @param staleness number k of updates that the parameters of a step's rollouts are behind; 0
   *     with averaging
   */
  public record Settings(
      long seed,
      long steps,
      int batch,
      int slices,
      Schedule learningRate,
      double gradientClip,
      Schedule epsilon,
      Schedule temperature,
      int localSteps,
      int staleness)
      implements Serializable {

    /** The request for a step. */
    StepRequest request(long step, long parametersVersion) {
      Exploration exploration = new Exploration(epsilon.at(step), temperature.at(step));
      return new StepRequest(step, seed, batch, slices, exploration, parametersVersion);
    }
  }

  /**
   * A trainer.
   *
   * @param settings of the run
   * @param executor of the steps; not closed here
   * @param objective for {@link Objective#combine} on the driver
   * @param listeners called in this order
   */
  public Trainer(
      Settings settings,
      StepExecutor executor,
      Objective objective,
      List<TrainingListener> listeners) {
    this(settings, executor, objective, Replay.none(), listeners);
  }

  /**
   * A trainer with a replay memory.
   *
   * @param settings of the run
   * @param executor of the steps; not closed here
   * @param objective for {@link Objective#combine} on the driver
   * @param replay where slices draw from; none with averaging
   * @param listeners called in this order
   */
  public Trainer(
      Settings settings,
      StepExecutor executor,
      Objective objective,
      Replay replay,
      List<TrainingListener> listeners) {
    this(
        settings.steps(),
        state ->
            settings.localSteps() > 0
                ? new AveragingRounds(settings, executor)
                : new GradientSteps(settings, executor, objective, replay, state),
        listeners);
  }

  /**
   * A loop over the steps of any method.
   *
   * @param steps total number of steps
   * @param updateRule makes the rule that goes on from a state
   * @param listeners called in this order
   */
  public Trainer(
      long steps,
      Function<TrainingState, UpdateRule> updateRule,
      List<TrainingListener> listeners) {
    this.steps = steps;
    this.updateRule = updateRule;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains from the state's step up to the configured number of steps.
   *
   * @param state advanced in place
   * @param stopRequested asked between steps; once true the loop ends after the current step
   * @return whether the last step was reached
   * @throws TrainingDivergedException if a loss or gradient is not finite; the state is that of the
   *     last good step
   */
  public boolean run(TrainingState state, BooleanSupplier stopRequested) {
    listeners.forEach(listener -> listener.started(state));
    UpdateRule updates = updateRule.apply(state);
    try {
      boolean stop = stopRequested.getAsBoolean();
      while (state.step() < steps && !stop) {
        StepReport report = updates.next(state);
        boolean last = state.step() == steps;
        listeners.forEach(listener -> listener.stepDone(state, report, last));
        stop = stopRequested.getAsBoolean();
      }
    } finally {
      updates.abandon();
    }
    boolean completed = state.step() >= steps;
    listeners.forEach(listener -> listener.stopped(state, completed));
    return completed;
  }
}
