package org.gflownet.testing;

import java.util.List;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ScalarKernels;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.objective.Objective;
import org.gflownet.train.RolloutWorker;

/**
 * Workers on a small grid with a small network in plain Java.
 *
 * @param key of the run
 * @param reduction of the objective
 */
public record GridWorkers(String key, Reduction reduction) implements RolloutWorker.Factory {
  /** The network: 2 dimensions of 5 cells, two narrow layers. */
  public static final MlpSpec SPEC = new MlpSpec(10, List.of(12, 9), 3, Activation.LEAKY_RELU);

  /** The grid. */
  public static HypergridEnvironment grid() {
    return new HypergridEnvironment(2, 5, TerminationRule.MASKED);
  }

  /** The objective that the workers use. */
  public Objective objective() {
    return new FlowMatching(0.0, 2.0, reduction);
  }

  @Override
  public RolloutWorker<?> create() {
    return new RolloutWorker<>(
        grid(),
        Grids.logReward(),
        new MlpFlowModel(SPEC, new ScalarKernels()),
        objective(),
        PlainSgd::new);
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
