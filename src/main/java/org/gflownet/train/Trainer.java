package org.gflownet.train;

import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.gflownet.math.Schedule;
import org.gflownet.objective.Objective;
import org.gflownet.trajectory.Exploration;

/**
 * The training loop on the driver: run a step, check that it is finite, clip, update, tell the
 * listeners. Does not know what executes the steps.
 */
public final class Trainer {
  private final Settings settings;
  private final StepExecutor executor;
  private final Objective objective;
  private final List<TrainingListener> listeners;
  private OptimizerStep optimizerStep;
  private long parametersVersion;

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
      int localSteps)
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
    this.settings = settings;
    this.executor = executor;
    this.objective = objective;
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
    optimizerStep = new OptimizerStep(objective, state.parameters().length);
    boolean stop = stopRequested.getAsBoolean();
    while (state.step() < settings.steps() && !stop) {
      StepReport report = settings.localSteps() > 0 ? round(state) : step(state);
      boolean last = state.step() == settings.steps();
      listeners.forEach(listener -> listener.stepDone(state, report, last));
      stop = stopRequested.getAsBoolean();
    }
    boolean completed = state.step() >= settings.steps();
    listeners.forEach(listener -> listener.stopped(state, completed));
    return completed;
  }

  private StepReport step(TrainingState state) {
    long start = System.nanoTime();
    long step = state.step();
    SliceResult result =
        executor.execute(settings.request(step, parametersVersion++), state.parameters());
    requireFinite(result.divergedSlice() == SliceResult.NONE, step, result.divergedSlice());
    OptimizerStep.Outcome outcome =
        optimizerStep.apply(result.gradient(), state.parameters(), state.updater(), settings, step);
    requireFinite(outcome.isFinite(), step, SliceResult.NONE);
    double seconds = (System.nanoTime() - start) * 1e-9;
    state.advance(1, settings.batch(), result.numTransitions(), seconds);
    return new StepReport(
        1,
        outcome.loss(),
        outcome.gradientNorm(),
        settings.batch(),
        result.numTransitions(),
        result.numEvaluations(),
        seconds,
        result.visited());
  }

  /** A round of parameter averaging (DL4J-Spark's ParameterAveragingTrainingMaster). */
  private StepReport round(TrainingState state) {
    long start = System.nanoTime();
    long step = state.step();
    int localSteps = (int) Math.min(settings.localSteps(), settings.steps() - step);
    RoundResult result =
        executor.executeRound(
            new RoundRequest(step, localSteps, settings),
            state.parameters(),
            state.updater().state());
    requireFinite(result.divergedSlice() == SliceResult.NONE, step, result.divergedSlice());
    float[] mean = result.meanParameters();
    System.arraycopy(mean, 0, state.parameters(), 0, mean.length);
    state.updater().restore(result.meanUpdaterState());
    double seconds = (System.nanoTime() - start) * 1e-9;
    int trajectories = settings.batch() * localSteps;
    state.advance(localSteps, trajectories, result.numTransitions(), seconds);
    return new StepReport(
        localSteps,
        result.lossSum() / result.numSlices(),
        Double.NaN,
        trajectories,
        result.numTransitions(),
        result.numEvaluations(),
        seconds,
        result.visited());
  }

  private void requireFinite(boolean finite, long step, int slice) {
    if (!finite) {
      throw new TrainingDivergedException(step, slice, settings.seed());
    }
  }
}
