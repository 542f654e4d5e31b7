package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gflownet.objective.Objective;

/**
 * One update per step from the gradients of all slices, with parameters that are exactly k updates
 * old (staleness; k = 0 for plain training).
 *
 * <p>Step t rolls out with theta(max(0, t - k)) and its gradient, taken there, leads from theta(t)
 * to theta(t + 1):
 *
 * <pre>theta(t + 1) = update(theta(t), gradient(theta(max(0, t - k)), t))</pre>
 *
 * <p>So with theta(t) known, steps t to t + k can be under way together: executors work while the
 * driver merges and updates. Which parameters a step sees depends on k alone and never on timing.
 */
final class GradientSteps implements UpdateRule {
  private final Trainer.Settings settings;
  private final StepExecutor executor;
  private final Replay replay;
  private final BudgetMeter meter;
  private final OptimizerStep optimizerStep;
  private final Deque<Pending<SliceResult>> underWay = new ArrayDeque<>();
  private long nextStart;

  /**
   * Steps from where a state stands.
   *
   * @throws IllegalArgumentException if the state lacks the earlier parameters that steps need
   */
  GradientSteps(
      Trainer.Settings settings,
      StepExecutor executor,
      Objective objective,
      Replay replay,
      BudgetMeter meter,
      TrainingState state) {
    this.settings = settings;
    this.executor = executor;
    this.replay = replay;
    this.meter = meter;
    this.optimizerStep = new OptimizerStep(objective, state.parameters().length, new UpdateGuard());
    this.nextStart = state.step();
    long needed = Math.min(settings.staleness(), state.step());
    if (state.previousParameters().size() < needed) {
      throw new IllegalArgumentException(
          "to go on with train.staleness = "
              + settings.staleness()
              + " from step "
              + state.step()
              + " takes the parameters of "
              + needed
              + " earlier steps; this state holds "
              + state.previousParameters().size());
    }
  }

  @Override
  public StepReport next(TrainingState state) {
    long begin = System.nanoTime();
    long step = state.step();
    int staleness = settings.staleness();
    if (staleness > 0) {
      // Started steps read it while the update changes the state's own vector.
      state.parametersAt(step);
    }
    startUpTo(step + staleness, state);
    SliceResult result = underWay.removeFirst().await();
    RolloutCounts counts = result.counts();
    requireFinite(counts.isFinite(), step, counts.divergedSlice());
    OptimizerStep.Outcome outcome =
        optimizerStep.apply(
            result.gradient(), state.parameters(), state.updater(), settings, state.progress());
    requireFinite(outcome.isFinite(), step, RolloutCounts.NONE);
    if (staleness > 0) {
      state.rememberSnapshot(staleness);
    }
    state.average(1);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    replay.add(step, result.sampled());
    int trajectories = Math.toIntExact(counts.numTrajectories());
    state.advance(1, trajectories, counts.numTransitions(), seconds);
    return new StepReport(
        1,
        outcome.loss(),
        outcome.gradientNorm(),
        trajectories,
        counts.numTransitions(),
        counts.numEvaluations(),
        seconds,
        counts.visited(),
        counts.rows(),
        counts.rewards());
  }

  private void startUpTo(long last, TrainingState state) {
    // Steps behind the last one draw as well, so that a longer run draws at the same moments.
    for (long step = Math.max(nextStart, settings.steps()); step <= last; step++) {
      replay.draw(settings.request(meter.progress(step, 0), step));
    }
    while (nextStart <= last && nextStart < settings.steps()) {
      long version = Math.max(0, nextStart - settings.staleness());
      float[] parameters =
          settings.staleness() == 0 ? state.parameters() : state.parametersAt(version);
      int age = Math.toIntExact(state.step() - Math.min(version, state.step()));
      StepRequest request = settings.request(meter.progress(nextStart, age), version);
      underWay.addLast(executor.start(request, parameters, replay.draw(request)));
      nextStart++;
    }
  }

  private void requireFinite(boolean finite, long step, int slice) {
    UpdateRule.requireFinite(finite, step, slice, settings.seed());
  }

  @Override
  public void abandon() {
    underWay.forEach(Pending::cancel);
    underWay.clear();
  }
}
