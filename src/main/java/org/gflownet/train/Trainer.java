package org.gflownet.train;

import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.objective.Objective;
import org.gflownet.trajectory.Exploration;

/**
 * The training loop on the driver: run a step, check that it is finite, clip, update, tell the
 * listeners, until the budget is spent. Does not know what executes the steps.
 */
public final class Trainer {
  private final BudgetMeter meter;
  private final Function<TrainingState, UpdateRule> updateRule;
  private final List<TrainingListener> listeners;

  /**
   * What the loop needs to know.
   *
   * @param seed of the run
   * @param steps largest number of parameter updates
   * @param batch trajectories per step over all slices
   * @param slices tasks' shares per step
   * @param learningRate over the run
   * @param gradientClip largest global norm of the gradient; 0 for no clipping
   * @param epsilon probability of a uniform action, over the run
   * @param temperature divisor of the logits, over the run
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
    StepRequest request(Progress progress, long parametersVersion) {
      Exploration exploration = new Exploration(epsilon.at(progress), temperature.at(progress));
      return new StepRequest(progress.step(), seed, batch, slices, exploration, parametersVersion);
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
    this(
        settings,
        executor,
        objective,
        Replay.none(),
        BudgetMeter.ofSteps(settings.steps()),
        listeners);
  }

  /**
   * A trainer with a replay memory, for a number of steps.
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
    this(settings, executor, objective, replay, BudgetMeter.ofSteps(settings.steps()), listeners);
  }

  /**
   * A trainer with a replay memory and a budget.
   *
   * @param settings of the run
   * @param executor of the steps; not closed here
   * @param objective for {@link Objective#combine} on the driver
   * @param replay where slices draw from; none with averaging
   * @param meter of the budget, with the staleness of the settings
   * @param listeners called in this order
   */
  public Trainer(
      Settings settings,
      StepExecutor executor,
      Objective objective,
      Replay replay,
      BudgetMeter meter,
      List<TrainingListener> listeners) {
    this(
        meter,
        state ->
            settings.localSteps() > 0
                ? new AveragingRounds(settings, executor, meter)
                : new GradientSteps(settings, executor, objective, replay, meter, state),
        listeners);
  }

  /**
   * A loop over the steps of any method.
   *
   * @param meter of the budget
   * @param updateRule makes the rule that goes on from a state
   * @param listeners called in this order
   */
  public Trainer(
      BudgetMeter meter,
      Function<TrainingState, UpdateRule> updateRule,
      List<TrainingListener> listeners) {
    this.meter = meter;
    this.updateRule = updateRule;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains from the state until the budget is spent.
   *
   * @param state advanced in place
   * @param stopRequested asked between steps; once true the loop ends after the current step
   * @return whether the budget is spent
   * @throws TrainingDivergedException if a loss or gradient is not finite; the state is that of the
   *     last good step
   */
  public boolean run(TrainingState state, BooleanSupplier stopRequested) {
    listeners.forEach(listener -> listener.started(state));
    UpdateRule updates = updateRule.apply(state);
    try {
      boolean stop = stopRequested.getAsBoolean();
      while (!meter.isSpent(state) && !stop) {
        meter.mark(state);
        StepReport report = updates.next(state);
        listeners.forEach(listener -> listener.count(state, report));
        boolean last = meter.isSpent(state);
        listeners.forEach(listener -> listener.stepDone(state, report, last));
        stop = stopRequested.getAsBoolean();
      }
    } finally {
      updates.abandon();
    }
    boolean completed = meter.isSpent(state);
    listeners.forEach(listener -> listener.stopped(state, completed));
    return completed;
  }
}
