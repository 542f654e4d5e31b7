package org.gflownet.reward.hypergrid;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;

/** Lists the cells of small grids. */
final class GridCells {
  private GridCells() {}

  /** All reachable cells in index order. */
  static List<GridState> of(int ndim, int height, TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(ndim, height, rule);
    List<GridState> cells = new ArrayList<>();
    for (long index = 0; index < grid.numIndices(); index++) {
      grid.stateAt(index).ifPresent(cells::add);
    }
    return cells;
  }
}
