package org.gflownet.env.hypergrid;

import org.gflownet.env.Variation;
import org.gflownet.math.RandomStream;

/**
 * Uniform crossover of coordinates (Syswerda 1989), and mutation of one coordinate: by +1 or -1, or
 * to a uniform one, each half of the time. What leaves the grid or the cells that can be reached is
 * no object.
 */
final class GridVariation implements Variation<GridState> {
  private final HypergridEnvironment grid;

  GridVariation(HypergridEnvironment grid) {
    this.grid = grid;
  }

  @Override
  public GridState cross(GridState first, GridState second, RandomStream random) {
    int[] coordinates = new int[grid.ndim()];
    for (int d = 0; d < coordinates.length; d++) {
      coordinates[d] = (random.nextInt(2) == 0 ? first : second).coordinate(d);
    }
    return reachable(GridState.of(coordinates));
  }

  @Override
  public GridState mutate(GridState object, RandomStream random) {
    int dimension = random.nextInt(grid.ndim());
    int old = object.coordinate(dimension);
    int drawn =
        random.nextInt(2) == 0 ? old + 2 * random.nextInt(2) - 1 : random.nextInt(grid.height());
    if (drawn == old || drawn < 0 || drawn >= grid.height()) {
      return null;
    }
    return reachable(object.moved(dimension, drawn - old));
  }

  private GridState reachable(GridState state) {
    return grid.isReachable(state) ? state : null;
  }
}
