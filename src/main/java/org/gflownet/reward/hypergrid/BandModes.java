package org.gflownet.reward.hypergrid;

import org.gflownet.env.hypergrid.GridState;

/**
 * The cells whose coordinates all lie in the band 3/10 &lt; a &lt; 4/10. The band is as wide on
 * either side of the middle and never touches the edge, so both termination rules reach all of it.
 */
final class BandModes extends HypergridModes {
  private final int width;

  BandModes(int ndim, int height) {
    super(ndim, height);
    int count = 0;
    for (int s = 0; s < height; s++) {
      if (Cells.isBand(s, height)) {
        count++;
      }
    }
    width = count;
  }

  @Override
  public boolean isMode(GridState cell) {
    for (int d = 0; d < ndim(); d++) {
      if (!Cells.isBand(cell.coordinate(d), height())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long numCells() {
    return powerOrUnknown(width, ndim());
  }

  @Override
  public long numRegions() {
    return width == 0 ? 0 : powerOrUnknown(2, ndim());
  }
}
