package org.gflownet.run.train;

import java.util.List;
import java.util.Map;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ReplayConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.ReplayFile;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Execution;
import org.gflownet.train.Replay;
import org.gflownet.train.ReplaySettings;
import org.gflownet.train.ShardedReplay;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;
import org.gflownet.trajectory.ActionPaths;

/** The loop of a run's method, between the parts that all methods share. */
public interface Loop extends AutoCloseable {

  /** What runs its tasks. */
  Execution execution();

  /** Listeners whose state belongs to a checkpoint. */
  List<TrainingListener> tracked();

  /**
   * Reward calls of a run that has visited so many states, where its reward does not count them.
   */
  long rewardCalls(long visited);

  /** Adds the method's own figures to a report. */
  void report(Map<String, Object> figures);

  /** The loop itself. */
  Trainer trainer(BudgetMeter meter, List<TrainingListener> listeners);

  @Override
  default void close() {
    execution().close();
  }

  /**
   * A GFlowNet's.
   *
   * @param settings of the training
   * @param execution of its steps
   * @param replay its memory
   * @param configured names the objective
   */
  record Gflownet(
      Trainer.Settings settings, StepExecutor execution, Replay replay, GflownetConfig configured)
      implements Loop {

    /** What the training loop needs to know. */
    static Trainer.Settings settings(GflownetConfig config) {
      TrainConfig train = config.train();
      return new Trainer.Settings(
          config.seed(),
          train.steps(),
          train.batch(),
          train.slices(),
          train.lrOverRun(),
          train.gradientClip(),
          config.exploration().epsilonOverRun(),
          config.exploration().temperatureOverRun(),
          train.sync() == TrainConfig.Sync.AVERAGING ? train.localSteps() : 0,
          train.sync() == TrainConfig.Sync.PIPELINED ? train.staleness() : 0);
    }

    /** The memory that is configured. */
    static Replay replay(GflownetConfig config) {
      ReplayConfig replay = config.replay();
      if (!replay.isUsed()) {
        return Replay.none();
      }
      return new ShardedReplay(
          new ReplaySettings(
              config.seed(),
              ReplaySettings.Kind.valueOf(replay.kind().name()),
              config.train().slices(),
              replay.capacity(),
              replay.share(),
              replay.start(),
              replay.topShare(),
              replay.topWeight(),
              replay.similarity()),
          replay.file().isPresent() ? ReplayFile.paths(config) : ActionPaths.NONE);
    }

    @Override
    public List<TrainingListener> tracked() {
      return List.of(replay);
    }

    @Override
    public long rewardCalls(long visited) {
      // Every visited object is scored once.
      return visited;
    }

    @Override
    public void report(Map<String, Object> figures) {
      figures.putIfAbsent("reward_calls", figures.get("visited"));
    }

    @Override
    public Trainer trainer(BudgetMeter meter, List<TrainingListener> listeners) {
      return new Trainer(
          settings, execution, ConfiguredWorkers.objective(configured), replay, meter, listeners);
    }
  }
}
