package org.gflownet.baseline;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.RandomStream;

/**
 * Steps of +1 or -1 in one coordinate of a hyper-grid, all 2D of equal probability (Bengio et al.
 * 2021, section 4.1). Where such a step leaves the grid the chain stays, so that the proposal is
 * symmetric and the stationary distribution is R/Z.
 *
 * <p>On a grid that is {@code forced} to stop at its edge the chain walks the reachable cells only,
 * those with at most one coordinate at the edge: the support of the target. (The published code
 * walks all cells.)
 */
public final class GridMoves implements Moves<GridState> {
  private final HypergridEnvironment grid;

  /** Moves on a grid. */
  public GridMoves(HypergridEnvironment grid) {
    this.grid = grid;
  }

  @Override
  public void load(float[] parameters) {
    // Nothing is learned.
  }

  /** A reachable cell, all of equal probability. */
  @Override
  public GridState start(RandomStream random) {
    int ndim = grid.ndim();
    int inner = grid.height() - 1;
    int[] coordinates = new int[ndim];
    if (grid.rule() == TerminationRule.MASKED) {
      for (int d = 0; d < ndim; d++) {
        coordinates[d] = random.nextInt(grid.height());
      }
      return GridState.of(coordinates);
    }
    // inner^D cells have no coordinate at the edge, D inner^(D-1) have one: as inner to D.
    int atEdge = random.nextInt(inner + ndim) - inner;
    for (int d = 0; d < ndim; d++) {
      coordinates[d] = random.nextInt(inner);
    }
    if (atEdge >= 0) {
      coordinates[atEdge] = inner;
    }
    return GridState.of(coordinates);
  }

  @Override
  public void propose(List<Chain<GridState>> chains) {
    for (Chain<GridState> chain : chains) {
      GridState next = neighbour(chain.state(), chain.random().nextInt(2 * grid.ndim()));
      if (next != null) {
        chain.propose(next, 0.0);
      }
    }
  }

  /**
   * The cell that a move leads to.
   *
   * @param move coordinate d plus one for d &lt; D, coordinate d - D minus one otherwise
   * @return null if there is no such reachable cell
   */
  GridState neighbour(GridState state, int move) {
    int ndim = grid.ndim();
    int changed = move % ndim;
    int moved = state.coordinate(changed) + (move < ndim ? 1 : -1);
    if (moved < 0 || moved >= grid.height()) {
      return null;
    }
    int[] coordinates = new int[ndim];
    for (int d = 0; d < ndim; d++) {
      coordinates[d] = d == changed ? moved : state.coordinate(d);
    }
    GridState next = GridState.of(coordinates);
    return grid.isReachable(next) ? next : null;
  }
}
