package org.gflownet.run.train;

import org.gflownet.math.Progress;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.RoundRequest;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains for nothing while something else starts up, so that the just-in-time compiler is done with
 * the hot code when training begins. Vector code that is not compiled yet is hundreds of times
 * slower.
 *
 * <p>Works on copies with a worker of its own: nothing of it is seen later.
 */
final class Warmup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  private final Thread thread;
  private volatile boolean closed;
  private volatile long rounds;

  private Warmup(RolloutWorker.Factory workers, Trainer.Settings settings, TrainingState state) {
    float[] parameters = state.parameters().clone();
    float[] moments = state.updater().state();
    this.thread = new Thread(() -> run(workers, settings, parameters, moments), "warm-up");
    thread.setDaemon(true);
  }

  /**
   * Starts to warm up, until closed.
   *
   * @param workers of the run
   * @param settings of the run
   * @param state at its start; not changed
   */
  static Warmup start(
      RolloutWorker.Factory workers, Trainer.Settings settings, TrainingState state) {
    Warmup warmup = new Warmup(workers, settings, state);
    warmup.thread.start();
    return warmup;
  }

  private void run(
      RolloutWorker.Factory workers,
      Trainer.Settings settings,
      float[] parameters,
      float[] moments) {
    try {
      RolloutWorker<?> worker = workers.create();
      for (long step = 0; !closed; step++) {
        RoundRequest round = new RoundRequest(new Progress(step, 0.0), 1, settings);
        worker.runRound(round, (int) (step % settings.slices()), parameters, moments);
        rounds = step + 1;
      }
    } catch (RuntimeException e) {
      // The run itself will meet the same fault, and say so.
      LOG.debug("warm-up failed", e);
    }
  }

  /** Number of steps made for nothing. */
  long rounds() {
    return rounds;
  }

  /** Ends it after the step that is under way. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
