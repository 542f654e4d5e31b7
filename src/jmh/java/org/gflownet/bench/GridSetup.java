package org.gflownet.bench;

import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.Schedule;
import org.gflownet.model.Activation;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.objective.Objective;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/**
 * A hyper-grid with the default settings: masked termination, the original reward, two hidden
 * layers of 256 on the vector engine, flow matching, Adam at 0.001; everything on one thread.
 *
 * @param ndim number of dimensions
 * @param height number of cells per dimension
 */
record GridSetup(int ndim, int height) implements RolloutWorker.Factory {
  private static final int HIDDEN = 256;
  private static final int TRAINED_STEPS = 1000;
  private static final int TRAINED_BATCH = 16;
  private static final long SEED = 1;

  HypergridEnvironment environment() {
    return new HypergridEnvironment(ndim, height, TerminationRule.MASKED);
  }

  LogReward<GridState> reward() {
    return HypergridRewards.byName("original", ndim, height, Map.of());
  }

  MlpSpec spec() {
    return new MlpSpec(ndim * height, List.of(HIDDEN, HIDDEN), ndim + 1, Activation.LEAKY_RELU);
  }

  FlowModel model() {
    return Engines.select("vector", spec()).create();
  }

  Objective objective() {
    return new FlowMatching(0.0, 1.0, Reduction.MEAN);
  }

  @Override
  public String key() {
    return "benchmark";
  }

  @Override
  public RolloutWorker<?> create() {
    return worker(environment(), model());
  }

  /** A worker on this grid or a part of it. */
  RolloutWorker<GridState> worker(Environment<GridState> environment, FlowModel model) {
    return new RolloutWorker<>(
        environment,
        reward(),
        model,
        objective(),
        () -> UpdaterSettings.adam().create(spec().numParameters()));
  }

  /** Parameters before the first step. */
  float[] initialParameters() {
    return Initialization.UNIFORM.parameters(spec(), SEED);
  }

  /** A trainer up to a step, on this thread. */
  Trainer trainer(long steps, int batch, int slices, List<TrainingListener> listeners) {
    Trainer.Settings settings =
        new Trainer.Settings(
            SEED,
            steps,
            batch,
            slices,
            Schedule.constant(0.001),
            0.0,
            Schedule.constant(0.0),
            Schedule.constant(1.0),
            0,
            0);
    return new Trainer(settings, new InProcessStepExecutor(this, 1), objective(), listeners);
  }

  /**
   * The state after a short training with small batches, the same for all batch sizes that are
   * measured: a policy at its start stops much sooner than one that has learned something.
   */
  TrainingState trained() {
    TrainingState state =
        new TrainingState(
            initialParameters(), UpdaterSettings.adam().create(spec().numParameters()));
    trainer(TRAINED_STEPS, TRAINED_BATCH, 1, List.of()).run(state, () -> false);
    return state;
  }

  /**
   * Multiply-adds that the network's evaluation at one state takes: the first layer adds a row of
   * weights per dimension, the others are dense.
   */
  double multiplyAddsPerState() {
    return ndim * (double) HIDDEN + (double) HIDDEN * HIDDEN + (ndim + 1.0) * HIDDEN;
  }
}
