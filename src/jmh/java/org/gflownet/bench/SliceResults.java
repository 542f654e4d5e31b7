package org.gflownet.bench;

import java.util.Arrays;
import org.gflownet.objective.GradientSum;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.RolloutCounts;
import org.gflownet.train.SliceResult;
import org.gflownet.train.VisitedRows;

/** Results of slices with the vectors that a small grid's network has. */
final class SliceResults {
  /** Parameters of two hidden layers of 256 on the grid of 2 dimensions with 8 cells each. */
  static final int NUM_PARAMETERS = new GridSetup(2, 8).spec().numParameters();

  private static final int TRAJECTORIES = 16;

  private SliceResults() {}

  /** A result with one partial sum, all of whose elements are the value. */
  static SliceResult filled(float value) {
    GradientSum sum = new GradientSum(1, NUM_PARAMETERS);
    Arrays.fill(sum.vector(0), value);
    sum.add(0, 100.0, 1.0);
    return new SliceResult(
        sum,
        new RolloutCounts(
            2,
            new long[TRAJECTORIES],
            100,
            200,
            RolloutCounts.NONE,
            VisitedRows.NONE,
            RewardCounts.NONE));
  }
}
