package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateBatch;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParametersCodec;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Cadence;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointListener;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingDivergedException;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An executor whose arithmetic breaks: one slice of one step has a gradient that is no number. */
class BrokenSliceSparkTest {
  private static final int BROKEN_STEP = 7;

  /** Backward passes of this JVM that are broken; a task that is tried again has good ones. */
  private static final AtomicInteger BROKEN = new AtomicInteger();

  @TempDir private Path directory;

  /** Breaks once, at given parameters. */
  private record BrokenModel(FlowModel model, float[] at, float by, boolean[] there)
      implements FlowModel {
    @Override
    public int numParameters() {
      return model.numParameters();
    }

    @Override
    public void load(float[] parameters) {
      there[0] = Arrays.equals(parameters, at);
      model.load(parameters);
    }

    @Override
    public void reset() {
      model.reset();
    }

    @Override
    public void evaluate(StateBatch batch) {
      model.evaluate(batch);
    }

    @Override
    public float[] outputs() {
      return model.outputs();
    }

    @Override
    public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
      model.backward(batch, outputGradient, gradient);
      if (there[0] && BROKEN.getAndIncrement() == 0) {
        gradient[gradient.length / 2] = by;
      }
    }
  }

  private record BrokenWorkers(String key, GridWorkers good, float[] at, float by)
      implements RolloutWorker.Factory {
    @Override
    public RolloutWorker<?> create() {
      return new RolloutWorker<>(
          GridWorkers.grid(),
          Grids.logReward(),
          new BrokenModel(
              new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels()), at, by, new boolean[1]),
          good.objective(),
          PlainSgd::new);
    }
  }

  private static Trainer.Settings settings(long steps) {
    return new Trainer.Settings(
        3,
        steps,
        11,
        3,
        Schedule.constant(0.02),
        0,
        Schedule.constant(0.1),
        Schedule.constant(1.0),
        0,
        0);
  }

  /** The parameters of an undisturbed run. */
  private static float[] undisturbed(GridWorkers workers, long steps) {
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    try (StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      new Trainer(settings(steps), local, workers.objective(), List.of()).run(state, () -> false);
    }
    return state.parameters();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void reachesNeitherTheParametersNorACheckpoint(float by) {
    GridWorkers good = new GridWorkers("undisturbed", Reduction.MEAN);
    float[] before = undisturbed(good, BROKEN_STEP);
    HadoopCheckpointStore store =
        new HadoopCheckpointStore(
            new RunDirectory(directory.resolve("c").toString(), new Configuration()),
            new ParametersCodec(),
            2);
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    BROKEN.set(0);
    try (StepExecutor spark =
        new SparkStepExecutor(
            LocalSpark.context(), new BrokenWorkers("broken " + by, good, before, by))) {
      Trainer trainer =
          new Trainer(
              settings(20),
              spark,
              good.objective(),
              List.of(
                  new CheckpointListener(
                      store,
                      Cadence.everySteps(3),
                      3,
                      "seed = 3\n",
                      BudgetMeter.ofSteps(20),
                      List.of(),
                      OptionalLong::empty)));
      assertThatThrownBy(() -> trainer.run(state, () -> false))
          .isInstanceOf(TrainingDivergedException.class)
          .message()
          .matches(
              "training diverged: the loss or gradient of step 7, slice [0-2] \\(seed 3\\) .*");
    }
    assertThat(BROKEN).hasValueGreaterThan(0);
    assertThat(state.step()).isEqualTo(BROKEN_STEP);
    assertThat(state.parameters()).containsExactly(before);
    Checkpoint checkpoint = store.latest().orElseThrow();
    assertThat(checkpoint.counters().step()).isEqualTo(6);
    assertThat(checkpoint.parameters()).containsExactly(undisturbed(good, 6));
    resumesToTheSameBits(checkpoint, good);
  }

  private static void resumesToTheSameBits(Checkpoint checkpoint, GridWorkers workers) {
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    state.restore(
        checkpoint.parameters(),
        Optional.empty(),
        List.of(),
        checkpoint.updaterState(),
        checkpoint.counters());
    try (StepExecutor spark = new SparkStepExecutor(LocalSpark.context(), workers)) {
      new Trainer(settings(20), spark, workers.objective(), List.of()).run(state, () -> false);
    }
    assertThat(state.parameters()).containsExactly(undisturbed(workers, 20));
  }
}
