package org.gflownet.env.hypergrid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gflownet.env.StateColumns;

/** Columns {@code x0}, {@code x1}, ... with the coordinates of a cell. */
public final class GridColumns implements StateColumns<GridState> {
  private final int ndim;

  /** A column's name for the coordinate in a dimension. */
  public static String name(int dimension) {
    return "x" + dimension;
  }

  /** Columns for a grid of {@code ndim} dimensions. */
  public GridColumns(int ndim) {
    this.ndim = ndim;
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(ndim);
    for (int d = 0; d < ndim; d++) {
      names.add(name(d));
    }
    return names;
  }

  @Override
  public List<Class<?>> types() {
    return Collections.nCopies(ndim, Integer.class);
  }

  @Override
  public void write(GridState cell, Object[] row) {
    for (int d = 0; d < ndim; d++) {
      row[d] = cell.coordinate(d);
    }
  }
}
