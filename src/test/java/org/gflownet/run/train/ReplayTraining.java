package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Schedule;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Network;
import org.gflownet.run.setup.Problem;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;

/** Trains as a configuration says that draws from a memory, on Spark and without it. */
final class ReplayTraining {
  private ReplayTraining() {}

  /** Asserts that both come to the same parameters, bit for bit. */
  static void assertSparkHasTheBitsOfThatWithoutIt(GflownetConfig config, String key, int steps) {
    Network network = new Network(config, Problem.of(config));
    ConfiguredWorkers workers = new ConfiguredWorkers(config.render(), network.engine(), key);
    TrainingState onSpark = network.initialState();
    TrainingState inProcess = network.initialState();
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 2)) {
      trainer(config, spark, steps).run(onSpark, () -> false);
      trainer(config, local, steps).run(inProcess, () -> false);
    }
    assertThat(onSpark.step()).isEqualTo(steps);
    assertThat(onSpark.parameters()).containsExactly(inProcess.parameters());
  }

  private static Trainer trainer(GflownetConfig config, StepExecutor executor, int steps) {
    Trainer.Settings settings =
        new Trainer.Settings(
            config.seed(),
            steps,
            config.train().batch(),
            config.train().slices(),
            Schedule.constant(0.01),
            0,
            Schedule.constant(0.1),
            Schedule.constant(1),
            0,
            0);
    return new Trainer(
        settings,
        executor,
        ConfiguredWorkers.objective(config),
        Loop.Gflownet.replay(config),
        List.of());
  }
}
