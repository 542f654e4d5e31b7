package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;

/**
 * How many of a policy's trajectories go along each edge of a small graph: m(s) P_F(a | s), with
 * m(s0) = 1 and m(s') the sum over the edges into s'.
 *
 * <p>For any policy, whether its logits are flows or not; Z times it is the edge flow of a model
 * that is exact.
 */
public final class TransitionFlows {
  private TransitionFlows() {}

  /**
   * One edge.
   *
   * @param from index of the state left
   * @param to index of the state reached
   * @param share of the trajectories, 0 to 1
   */
  public record Flow(long from, long to, double share) {}

  /**
   * All edges but those of STOP, in the order of indices.
   *
   * @param environment with few enough states for a list
   * @param source logits of its states
   */
  public static <S> List<Flow> of(EnumerableEnvironment<S> environment, LogitSource source) {
    int length = ExactDistribution.arrayLength(environment);
    float[] logits = source.logits(0, length);
    double[] mass = new double[length];
    mass[(int) environment.indexOf(environment.initialState())] = 1.0;
    List<Flow> flows = new ArrayList<>();
    IntList actions = new IntList();
    int offset = 0;
    for (int index = 0; index < length; index++) {
      Optional<S> state = environment.stateAt(index);
      if (state.isEmpty() || environment.termination(state.get()) == Termination.FORCED) {
        continue;
      }
      actions.clear();
      environment.forwardActions(state.get(), actions);
      double logTotal = LogSpace.logSumExp(logits, offset, offset + actions.size());
      for (int i = 0; i < actions.size(); i++) {
        if (actions.get(i) != environment.stopAction()) {
          long to = environment.indexOf(environment.step(state.get(), actions.get(i)));
          double share = mass[index] * LogSpace.exp(logits[offset + i] - logTotal);
          mass[(int) to] += share;
          flows.add(new Flow(index, to, share));
        }
      }
      offset += actions.size();
    }
    return flows;
  }
}
