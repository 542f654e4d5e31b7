package org.gflownet.job;

import java.util.List;
import java.util.Map;
import org.gflownet.config.GflownetConfig;
import org.gflownet.train.Execution;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;

/** The loop of a run's method, between the parts that all methods share. */
interface Loop extends AutoCloseable {

  /** What runs its tasks. */
  Execution execution();

  /** Listeners whose state belongs to a checkpoint. */
  List<TrainingListener> tracked();

  /** Adds the method's own figures to a report. */
  void report(Map<String, Object> figures);

  /** The loop itself. */
  Trainer trainer(List<TrainingListener> listeners);

  @Override
  default void close() {
    execution().close();
  }

  /**
   * A GFlowNet's.
   *
   * @param settings of the training
   * @param execution of its steps
   * @param configured names the objective
   */
  record Gflownet(Trainer.Settings settings, StepExecutor execution, GflownetConfig configured)
      implements Loop {
    @Override
    public List<TrainingListener> tracked() {
      return List.of();
    }

    @Override
    public void report(Map<String, Object> figures) {
      // Where the reward does not count, every trajectory is scored once.
      figures.putIfAbsent("reward_calls", figures.get("trajectories"));
    }

    @Override
    public Trainer trainer(List<TrainingListener> listeners) {
      return new Trainer(settings, execution, ConfiguredWorkers.objective(configured), listeners);
    }
  }
}
