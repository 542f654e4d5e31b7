package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.gflownet.trajectory.Trajectory;

/** Policies on tiny grids as tables of logits, and all their paths by recursion. */
final class Policies {
  private Policies() {}

  /** A path with its probability under a forward and the uniform backward policy. */
  record WeightedPath(Trajectory<GridState> trajectory, double forward, double backward) {}

  /** A model with the given table of (state index, action). */
  static FlowModel model(HypergridEnvironment grid, float[] logits) {
    TabularModel model = new TabularModel(grid.ndim(), grid.height(), grid.numActions());
    model.load(logits);
    return model;
  }

  /** A table of random logits. */
  static float[] random(HypergridEnvironment grid, long seed) {
    return Grids.latticeLogits((int) grid.numIndices() * grid.numActions(), seed);
  }

  /** All complete paths of the policy that a table of logits gives. */
  static List<WeightedPath> paths(HypergridEnvironment grid, float[] logits) {
    List<WeightedPath> found = new ArrayList<>();
    List<GridState> states = new ArrayList<>(List.of(grid.initialState()));
    extend(grid, logits, states, new IntList(), 1.0, 1.0, found);
    return found;
  }

  private static void extend(
      HypergridEnvironment grid,
      float[] logits,
      List<GridState> states,
      IntList actions,
      double forward,
      double backward,
      List<WeightedPath> found) {
    GridState state = states.get(states.size() - 1);
    IntList legal = new IntList();
    grid.forwardActions(state, legal);
    if (legal.size() == 0) {
      found.add(path(states, actions, false, forward, backward));
    }
    double total = 0;
    for (int i = 0; i < legal.size(); i++) {
      total += weight(grid, logits, state, legal.get(i));
    }
    for (int i = 0; i < legal.size(); i++) {
      int action = legal.get(i);
      double chosen = forward * weight(grid, logits, state, action) / total;
      if (action == grid.stopAction()) {
        found.add(path(states, actions, true, chosen, backward));
        continue;
      }
      GridState next = grid.step(state, action);
      IntList parents = new IntList();
      grid.backwardActions(next, parents);
      states.add(next);
      actions.add(action);
      extend(grid, logits, states, actions, chosen, backward / parents.size(), found);
      actions.truncate(actions.size() - 1);
      states.remove(states.size() - 1);
    }
  }

  private static double weight(
      HypergridEnvironment grid, float[] logits, GridState state, int action) {
    return Math.exp(logits[(int) grid.indexOf(state) * grid.numActions() + action]);
  }

  private static WeightedPath path(
      List<GridState> states, IntList actions, boolean stopped, double forward, double backward) {
    GridState last = states.get(states.size() - 1);
    double logReward = Math.log(Grids.reward(last));
    return new WeightedPath(
        new Trajectory<>(List.copyOf(states), actions.toArray(), stopped, logReward, 0),
        forward,
        backward);
  }

  /** Draws paths in proportion to their forward probability. */
  static List<Trajectory<GridState>> draw(List<WeightedPath> paths, int count, long seed) {
    RandomStream random = new RandomStream(seed, 0, 0);
    List<Trajectory<GridState>> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double u = random.nextDouble();
      int path = 0;
      while (path + 1 < paths.size() && u >= paths.get(path).forward()) {
        u -= paths.get(path).forward();
        path++;
      }
      drawn.add(paths.get(path).trajectory());
    }
    return drawn;
  }
}
