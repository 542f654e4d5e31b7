package org.gflownet.train;

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
   */
  public record Settings(
      long seed,
      long steps,
      int batch,
      int slices,
      Schedule learningRate,
      double gradientClip,
      Schedule epsilon,
      Schedule temperature) {}

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
    float[] gradient = new float[state.parameters().length];
    boolean stop = stopRequested.getAsBoolean();
    while (state.step() < settings.steps() && !stop) {
      StepReport report = step(state, gradient);
      boolean last = state.step() == settings.steps();
      listeners.forEach(listener -> listener.stepDone(state, report, last));
      stop = stopRequested.getAsBoolean();
    }
    boolean completed = state.step() >= settings.steps();
    listeners.forEach(listener -> listener.stopped(state, completed));
    return completed;
  }

  private StepReport step(TrainingState state, float[] gradient) {
    long start = System.nanoTime();
    SliceResult result = executor.execute(request(state.step()), state.parameters());
    if (result.divergedSlice() != SliceResult.NONE) {
      throw new TrainingDivergedException(state.step(), result.divergedSlice(), settings.seed());
    }
    double loss = objective.combine(result.gradient(), gradient);
    double norm = norm(gradient);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new TrainingDivergedException(state.step(), SliceResult.NONE, settings.seed());
    }
    clip(gradient, norm);
    state
        .updater()
        .update(
            state.parameters(), gradient, settings.learningRate().at(state.step()), state.step());
    parametersVersion++;
    // An update may overflow even with a finite gradient; no checkpoint may hold the result.
    if (!Double.isFinite(norm(state.parameters()))) {
      throw new TrainingDivergedException(state.step(), SliceResult.NONE, settings.seed());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    state.advance(settings.batch(), result.numTransitions(), seconds);
    return new StepReport(
        loss,
        norm,
        settings.batch(),
        result.numTransitions(),
        result.numEvaluations(),
        seconds,
        result.visited());
  }

  private StepRequest request(long step) {
    Exploration exploration =
        new Exploration(settings.epsilon().at(step), settings.temperature().at(step));
    return new StepRequest(
        step, settings.seed(), settings.batch(), settings.slices(), exploration, parametersVersion);
  }

  private static double norm(float[] gradient) {
    double sum = 0.0;
    for (float g : gradient) {
      sum += (double) g * g;
    }
    return Math.sqrt(sum);
  }

  private void clip(float[] gradient, double norm) {
    if (settings.gradientClip() > 0.0 && norm > settings.gradientClip()) {
      float factor = (float) (settings.gradientClip() / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
  }
}
