package org.gflownet.bench;

import java.util.concurrent.TimeUnit;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.Updater;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of a transition by the number of actions: grids of two cells per dimension, whose D
 * dimensions give D + 1 actions, 2 D features and about 770 D parameters.
 *
 * <p>A network at its start gives all actions about the same probability, so that trajectories
 * would have about D/2 transitions, and each state at depth k has k parents to evaluate. To compare
 * like with like, trajectories have 6 transitions at every D: the grid is a {@link ShallowGrid} of
 * that depth, and the bias of STOP is so low that none ends sooner, though STOP has its logit among
 * the others. Eight trajectories need 161 states if they have none but the first in common, {@code
 * evaluations} tells how many it were: many fewer with 9 dimensions.
 *
 * <p>The secondary result {@code transitions} of {@link #slice} is time per transition. What a step
 * pays once for its parameters is measured apart, by {@link #load} and {@link #update}: both are
 * linear in D whatever the batch. {@code -prof gc} tells bytes per slice; divided by 48, bytes per
 * transition. Most of them are the gradient itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx8g")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ActionCountBenchmark {
  private static final int HEIGHT = 2;
  private static final int BATCH = 8;
  private static final int MOVES = 6;
  private static final float NEVER = -20f;

  /** Dimensions D. */
  @Param({"9", "99", "999", "9999", "99999"})
  public int ndim;

  private final StepRequest request = new StepRequest(0, 1, BATCH, 1, Exploration.NONE, 0);
  private RolloutWorker<?> worker;
  private FlowModel model;
  private float[] parameters;

  /** The optimiser's share of the memory. */
  @State(Scope.Thread)
  public static class Moments {
    private Updater updater;
    private float[] gradient;

    /** Moments of zero and a small gradient. */
    @Setup
    public void makeMoments(ActionCountBenchmark benchmark) {
      int length = benchmark.parameters.length;
      updater = UpdaterSettings.adam().create(length);
      gradient = new float[length];
      for (int i = 0; i < length; i++) {
        gradient[i] = (i % 7 - 3) * 0.01f;
      }
    }
  }

  /** Makes a worker and loads its parameters. */
  @Setup
  public void makeWorker() {
    GridSetup setup = new GridSetup(ndim, HEIGHT);
    MlpSpec spec = setup.spec();
    parameters = setup.initialParameters();
    parameters[spec.biasOffset(spec.numLayers() - 1) + ndim] = NEVER;
    model = setup.model();
    worker = setup.worker(new ShallowGrid(setup.environment(), MOVES), model);
    worker.run(request, 0, parameters, ActionPaths.NONE);
  }

  /** Rollout, flow matching and backward pass. */
  @Benchmark
  public SliceResult slice(TransitionCounter counter) {
    SliceResult result = worker.run(request, 0, parameters, ActionPaths.NONE);
    counter.add(result.counts().numTransitions(), result.counts().numEvaluations());
    return result;
  }

  /** New parameters for the network. */
  @Benchmark
  public FlowModel load() {
    model.load(parameters);
    return model;
  }

  /** One step of Adam; the learning rate leaves the parameters as they are. */
  @Benchmark
  public float[] update(Moments moments) {
    moments.updater.update(parameters, moments.gradient, 0.0, 0);
    return parameters;
  }
}
