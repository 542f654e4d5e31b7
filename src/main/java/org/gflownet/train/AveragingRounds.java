package org.gflownet.train;

import org.gflownet.math.FloatVectors;

/**
 * Rounds of parameter averaging (DL4J-Spark's ParameterAveragingTrainingMaster): every slice takes
 * updates of its own, then parameters and moments are averaged.
 */
final class AveragingRounds implements UpdateRule {
  private final Trainer.Settings settings;
  private final StepExecutor executor;
  private final BudgetMeter meter;

  AveragingRounds(Trainer.Settings settings, StepExecutor executor, BudgetMeter meter) {
    this.settings = settings;
    this.executor = executor;
    this.meter = meter;
  }

  @Override
  public StepReport next(TrainingState state) {
    long start = System.nanoTime();
    int localSteps =
        (int) Math.min(settings.localSteps(), meter.stepsLeft(state, settings.batch()));
    RoundResult result =
        executor.executeRound(
            new RoundRequest(state.progress(), localSteps, settings),
            state.parameters(),
            state.updater().state());
    RolloutCounts counts = result.counts();
    UpdateRule.requireFinite(
        counts.isFinite(), state.step(), counts.divergedSlice(), settings.seed());
    float[] mean = result.meanParameters();
    float[] meanMoments = result.meanUpdaterState();
    // Each slice was finite; their sums need not be.
    UpdateRule.requireFinite(
        FloatVectors.isFinite(mean) && FloatVectors.isFinite(meanMoments),
        state.step(),
        RolloutCounts.NONE,
        settings.seed());
    System.arraycopy(mean, 0, state.parameters(), 0, mean.length);
    state.updater().restore(meanMoments);
    state.average(localSteps);
    double seconds = (System.nanoTime() - start) * 1e-9;
    int trajectories = Math.toIntExact(counts.numTrajectories());
    state.advance(localSteps, trajectories, counts.numTransitions(), seconds);
    return new StepReport(
        localSteps,
        result.lossSum() / result.numSlices(),
        Double.NaN,
        trajectories,
        counts.numTransitions(),
        counts.numEvaluations(),
        seconds,
        counts.visited(),
        counts.rows(),
        counts.rewards());
  }

  @Override
  public void abandon() {
    // A round is awaited where it is started.
  }
}
