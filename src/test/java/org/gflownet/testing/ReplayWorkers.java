package org.gflownet.testing;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.Activation;
import org.gflownet.model.Heads;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ScalarKernels;
import org.gflownet.objective.Objective;
import org.gflownet.objective.TrajectoryBalance;
import org.gflownet.train.OffPolicy;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.VisitedRecorder;
import org.gflownet.trajectory.LocalSearch;

/**
 * Workers that take part in replay: trajectory balance with a learned P_B on a 2-D grid.
 *
 * @param key of the workers
 * @param freshPaths whether P_B draws new paths to drawn objects
 * @param localSearch what follows on every rollout
 */
public record ReplayWorkers(String key, boolean freshPaths, LocalSearch.Settings localSearch)
    implements RolloutWorker.Factory {
  private static final int HEIGHT = 5;
  private static final MlpSpec SPEC =
      new MlpSpec(2 * HEIGHT, List.of(12), 5, Activation.LEAKY_RELU, new Heads(3, Heads.ABSENT), 1);

  /** Workers without local search. */
  public ReplayWorkers(String key, boolean freshPaths) {
    this(key, freshPaths, LocalSearch.Settings.NONE);
  }

  /** The objective that the workers use. */
  public Objective objective() {
    return new TrajectoryBalance();
  }

  @Override
  public RolloutWorker<?> create() {
    return new RolloutWorker<>(
        new HypergridEnvironment(2, HEIGHT, TerminationRule.MASKED),
        Grids.logReward(),
        new MlpFlowModel(SPEC, new ScalarKernels()),
        objective(),
        PlainSgd::new,
        VisitedRecorder.none(),
        new OffPolicy<GridState>(true, freshPaths, ReplayWorkers::fingerprint),
        localSearch);
  }

  private static long[] fingerprint(GridState cell) {
    return new long[] {1L << cell.coordinate(0) | 1L << (HEIGHT + cell.coordinate(1))};
  }

  /** Parameters with weights of the usual size. */
  public static float[] parameters(long seed) {
    float[] parameters = Grids.latticeLogits(SPEC.numParameters(), seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 0.2f;
    }
    return parameters;
  }
}
