package org.gflownet.testing;

import java.util.List;
import org.gflownet.env.Termination;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.LogReward;

/** Small hyper-grids, rewards and tables of logits for tests. */
public final class Grids {
  private Grids() {}

  /** A positive reward without symmetry: R = 1 + sum of (d + 1) * s_d^2. */
  public static double reward(GridState state) {
    double r = 1.0;
    for (int d = 0; d < state.ndim(); d++) {
      r += (d + 1.0) * state.coordinate(d) * state.coordinate(d);
    }
    return r;
  }

  /** {@link #reward} in log space. */
  public static LogReward<GridState> logReward() {
    return new LogReward<>() {
      @Override
      public void logRewards(List<? extends GridState> objects, double[] out) {
        for (int i = 0; i < objects.size(); i++) {
          out[i] = Math.log(reward(objects.get(i)));
        }
      }

      @Override
      public double lowerBound() {
        return 0.0;
      }
    };
  }

  /**
   * Random logits on a lattice of 1/256, so that finite differences are exact in single precision.
   */
  public static float[] latticeLogits(int length, long seed) {
    RandomStream random = new RandomStream(seed, 0, 0);
    float[] logits = new float[length];
    for (int i = 0; i < length; i++) {
      logits[i] = (random.nextInt(1024) - 512) / 256f;
    }
    return logits;
  }

  /**
   * Logits of the flow that a uniform backward policy gives: F(s) = R(s) + sum over children of
   * F(s') / number of parents of s'.
   */
  public static float[] exactFlow(HypergridEnvironment grid) {
    int units = grid.numActions();
    int states = (int) grid.numIndices();
    double[] stateFlow = new double[states];
    float[] logits = new float[states * units];
    for (int index = states - 1; index >= 0; index--) {
      if (grid.stateAt(index).isEmpty()) {
        continue;
      }
      GridState state = grid.stateAt(index).get();
      stateFlow[index] = reward(state);
      if (grid.termination(state) == Termination.FORCED) {
        continue;
      }
      IntList actions = new IntList();
      grid.forwardActions(state, actions);
      logits[index * units + grid.stopAction()] = (float) Math.log(reward(state));
      for (int a = 0; a < actions.size() - 1; a++) {
        GridState child = grid.step(state, actions.get(a));
        IntList parents = new IntList();
        grid.backwardActions(child, parents);
        double flow = stateFlow[(int) grid.indexOf(child)] / parents.size();
        stateFlow[index] += flow;
        logits[index * units + actions.get(a)] = (float) Math.log(flow);
      }
    }
    return logits;
  }

  /** Sum of the reward over reachable states. */
  public static double partition(HypergridEnvironment grid) {
    double z = 0.0;
    for (long index = 0; index < grid.numIndices(); index++) {
      z += grid.stateAt(index).map(Grids::reward).orElse(0.0);
    }
    return z;
  }
}
