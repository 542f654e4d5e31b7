package org.gflownet.train;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Saves a checkpoint again and again, at the last step, when a run is interrupted, and at each step
 * that is the best so far.
 */
public final class CheckpointListener implements TrainingListener {
  private static final long NOTHING_SAVED = -1;

  private final CheckpointStore store;
  private final Cadence cadence;
  private final long seed;
  private final String configText;
  private final BudgetMeter meter;
  private final List<TrainingListener> tracked;
  private final Supplier<OptionalLong> bestStep;
  private long savedStep = NOTHING_SAVED;

  /**
   * A listener, to be called after the ones whose state it saves.
   *
   * @param store of the checkpoints
   * @param cadence of the checkpoints
   * @param seed of the run
   * @param configText the resolved configuration
   * @param meter of the budget
   * @param tracked further listeners whose state belongs to a checkpoint
   * @param bestStep step of the best evaluation so far, if the best is to be kept
   */
  public CheckpointListener(
      CheckpointStore store,
      Cadence cadence,
      long seed,
      String configText,
      BudgetMeter meter,
      List<TrainingListener> tracked,
      Supplier<OptionalLong> bestStep) {
    this.store = store;
    this.cadence = cadence;
    this.seed = seed;
    this.configText = configText;
    this.meter = meter;
    this.tracked = List.copyOf(tracked);
    this.bestStep = bestStep;
  }

  /** Puts a checkpoint into a state and the tracked listeners. */
  public void restore(Checkpoint checkpoint, TrainingState state) {
    state.restore(
        checkpoint.parameters(),
        checkpoint.averagedParameters(),
        checkpoint.previousParameters(),
        checkpoint.updaterState(),
        checkpoint.counters());
    meter.restore(checkpoint.sections());
    tracked.forEach(listener -> listener.restore(checkpoint.sections()));
    savedStep = state.step();
    // Its process may have ended between the best checkpoint and its mark.
    bestStep.get().ifPresent(store::markBest);
  }

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    if (last || cadence.isDue(state, report) || isBest(state.step())) {
      save(state);
    }
  }

  private boolean isBest(long step) {
    OptionalLong best = bestStep.get();
    return best.isPresent() && best.getAsLong() == step;
  }

  @Override
  public void stopped(TrainingState state, boolean completed) {
    if (savedStep != state.step()) {
      save(state);
    }
  }

  private void save(TrainingState state) {
    Map<String, long[]> sections = new TreeMap<>();
    meter.save(sections);
    tracked.forEach(listener -> listener.save(sections));
    store.save(
        new Checkpoint(
            state.counters(),
            meter.progress(state),
            seed,
            state.parameters().clone(),
            state.averagedParameters().map(float[]::clone),
            state.previousParameters(),
            state.updater().state(),
            sections,
            configText),
        bestStep.get());
    savedStep = state.step();
  }
}
