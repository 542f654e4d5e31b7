package org.gflownet.objective;

import java.util.Arrays;
import org.gflownet.math.FloatVectors;
import org.gflownet.model.StateTable;

/** What several objectives have in common. */
final class Means {
  private Means() {}

  /**
   * Loss and gradient of a plain mean over trajectories.
   *
   * @param sum of one part
   * @param gradient length P, overwritten
   */
  static double mean(GradientSum sum, float[] gradient) {
    double scale = 1.0 / sum.weight(0);
    Arrays.fill(gradient, 0f);
    FloatVectors.addScaledInPlace(gradient, (float) scale, sum.vector(0));
    return scale * sum.loss(0);
  }

  /** log F(s0), which is log Z for losses with flows of states. */
  static <S> double sourceLogFlow(StateTable<S> table, boolean forwardLooking) {
    int row = table.intern(table.environment().initialState());
    table.evaluate();
    double head = table.logits()[table.logFlowPosition(row)];
    return forwardLooking ? head + table.logReward(row) : head;
  }
}
