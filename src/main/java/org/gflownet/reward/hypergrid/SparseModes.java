package org.gflownet.reward.hypergrid;

import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;

/** The targets of the sparse reward; each is alone in its region. */
final class SparseModes extends HypergridModes {
  private final TerminationRule rule;

  SparseModes(int ndim, int height, TerminationRule rule) {
    super(ndim, height);
    this.rule = rule;
  }

  @Override
  public boolean isMode(GridState cell) {
    return SparseReward.isTarget(cell, height());
  }

  @Override
  public long numCells() {
    if (height() == 3) {
      return 1; // 1 = H-2, so every permutation is the same cell.
    }
    if (height() == 2 && rule == TerminationRule.FORCED) {
      return ndim() == 1 ? 1 : ndim() + 1L; // 1 = H-1, and one edge coordinate is all one can have.
    }
    long patterns = powerOrUnknown(2, ndim());
    return patterns < 0 ? -1 : patterns - 1;
  }

  @Override
  public long numRegions() {
    return numCells();
  }
}
