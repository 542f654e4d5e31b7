package org.gflownet.eval;

import java.util.List;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Trajectory;

/**
 * The log weights of complete paths, log R(x) + log P_B(path | x) - log P_F(path). Not thread-safe.
 *
 * @param <S> the state
 */
final class PathWeights<S> {
  private final StateTable<S> table;
  private final PathProbabilities<S> probabilities;

  /**
   * Weights under the policies of a model.
   *
   * @param table its model has its parameters loaded; states that are in it already are not
   *     evaluated again
   */
  PathWeights(StateTable<S> table) {
    this.table = table;
    this.probabilities = new PathProbabilities<>(table);
  }

  /** Writes the weights of paths from {@code offset} on. */
  void fill(List<Trajectory<S>> paths, double[] weights, int offset) {
    for (Trajectory<S> path : paths) {
      probabilities.intern(path);
    }
    table.evaluate();
    for (int i = 0; i < paths.size(); i++) {
      Trajectory<S> path = paths.get(i);
      weights[offset + i] =
          path.logReward() + probabilities.logBackward(path) - probabilities.logForward(path);
    }
  }
}
