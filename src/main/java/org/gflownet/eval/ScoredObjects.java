package org.gflownet.eval;

import java.io.Serializable;
import org.gflownet.reward.RewardCounts;
import org.gflownet.trajectory.ActionPaths;

/**
 * What an {@link EvaluationShare} comes to. Crosses from executors to the driver. Immutable; the
 * arrays are not copied.
 */
public final class ScoredObjects implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] logRewards;
  private final double[] logWeights;
  private final ActionPaths paths;
  private final RewardCounts counts;

  /**
   * Scores.
   *
   * @param logRewards log R of each object; NaN for a listed state that is no object
   * @param logWeights log R(x) + log P_B(path | x) - log P_F(path) of sampled paths; empty
   *     otherwise
   * @param paths that were sampled, where they are kept
   * @param counts what the reward was asked for
   */
  public ScoredObjects(
      double[] logRewards, double[] logWeights, ActionPaths paths, RewardCounts counts) {
    this.logRewards = logRewards;
    this.logWeights = logWeights;
    this.paths = paths;
    this.counts = counts;
  }

  /** log R by object; NaN for a listed state that is no object. */
  public double[] logRewards() {
    return logRewards;
  }

  /** Log weights by sampled path; empty otherwise. */
  public double[] logWeights() {
    return logWeights;
  }

  /** Sampled paths, where they are kept. */
  public ActionPaths paths() {
    return paths;
  }

  /** What the reward was asked for. */
  public RewardCounts counts() {
    return counts;
  }
}
