package org.gflownet.reward.hypergrid;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.TargetDistribution;

/**
 * A reward over the cells of a hyper-grid, with its modes and its exact target.
 *
 * <p>Immutable, thread-safe; the bits of a value depend on the cell alone.
 */
public abstract sealed class HypergridReward implements LogReward<GridState>
    permits OriginalReward, DeceptiveReward, SparseReward, CosineReward {
  private final int ndim;
  private final int height;

  HypergridReward(int ndim, int height) {
    if (ndim < 1 || height < 2) {
      throw new IllegalArgumentException(
          "a grid needs ndim >= 1 and height >= 2, got " + ndim + " and " + height);
    }
    this.ndim = ndim;
    this.height = height;
  }

  /** Number of dimensions D. */
  public final int ndim() {
    return ndim;
  }

  /** Number of cells per dimension H. */
  public final int height() {
    return height;
  }

  /** log R of a cell that has the right number of coordinates. */
  abstract double logRewardOf(GridState cell);

  /** The reward as a sum of products over coordinates, for sampling. */
  abstract List<Component> components();

  /** Where the modes are, of the cells that the rule lets trajectories reach. */
  public abstract HypergridModes modes(TerminationRule rule);

  /**
   * R/Z over the cells that trajectories reach under a rule, for any D and H.
   *
   * @throws IllegalArgumentException if R is 0 in every such cell
   */
  public final TargetDistribution<GridState> target(TerminationRule rule) {
    return new ProductMixture(height, components(), rule);
  }

  @Override
  public final double logReward(GridState cell) {
    if (cell.ndim() != ndim) {
      throw new IllegalArgumentException(
          "a reward over " + ndim + " dimensions cannot rate the cell " + cell);
    }
    return logRewardOf(cell);
  }

  @Override
  public final void logRewards(List<? extends GridState> cells, double[] out) {
    for (int i = 0; i < cells.size(); i++) {
      out[i] = logReward(cells.get(i));
    }
  }

  /** Checks a coefficient of a family: finite and not negative. */
  static double checked(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, was " + value);
    }
    return value;
  }
}
