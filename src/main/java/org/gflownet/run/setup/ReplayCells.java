package org.gflownet.run.setup;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.RandomStream;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Shown;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Cells of a grid in {@code replay.file}, each with a path that the uniform P_B draws to it; path i
 * depends on the seed and i alone.
 */
final class ReplayCells implements ReplayFile.Objects {
  /** Paths that exist with all their states at once. */
  private static final int CHUNK = 64;

  private final Problem<GridState> problem;
  private final HypergridEnvironment grid;
  private final long stream;
  private final int[] columns;
  private final List<GridState> cells = new ArrayList<>();

  ReplayCells(GflownetConfig config) {
    this.problem = Problem.hypergrid(config);
    this.grid = (HypergridEnvironment) problem.environment();
    this.stream = RandomStream.derive(config.seed(), ReplayFile.KEY);
    this.columns = new int[grid.ndim()];
  }

  @Override
  public String noun() {
    return "cells";
  }

  @Override
  public void header(List<String> names) {
    for (int d = 0; d < columns.length; d++) {
      columns[d] = names.indexOf(GridColumns.name(d));
      if (columns[d] < 0) {
        throw new BadTableException(
            "its header has no column "
                + GridColumns.name(d)
                + "; the "
                + columns.length
                + " coordinates of cells are x0, x1, ..., separated by commas, as sample.sh writes"
                + " them");
      }
    }
  }

  @Override
  public int take(String[] values, String line) {
    int[] cell = new int[columns.length];
    int steps = 0;
    for (int d = 0; d < cell.length; d++) {
      cell[d] = coordinate(values[columns[d]], d, line);
      steps += cell[d];
    }
    cells.add(reachable(GridState.of(cell), line));
    return steps;
  }

  private int coordinate(String text, int dimension, String line) {
    // At most five digits: the height of a grid is at most 65536.
    if (text != null && text.matches("[0-9]{1,5}") && Integer.parseInt(text) < grid.height()) {
      return Integer.parseInt(text);
    }
    throw new BadTableException(
        String.format(
            "%s%s = %s: use a whole number from 0 to %d",
            line,
            GridColumns.name(dimension),
            text == null ? "nothing" : Shown.of(text),
            grid.height() - 1));
  }

  private GridState reachable(GridState cell, String line) {
    if (!grid.isReachable(cell)) {
      throw new BadTableException(
          line
              + "no trajectory comes to the cell "
              + Shown.of(cell.toString())
              + " with env.termination = forced; remove it");
    }
    return cell;
  }

  @Override
  public ActionPaths paths() {
    double[] logRewards = new double[cells.size()];
    problem.reward().logRewards(cells, logRewards);
    BackwardSampler<GridState> backward = new BackwardSampler<>(grid);
    List<ActionPaths> chunks = new ArrayList<>();
    for (int from = 0; from < logRewards.length; from += CHUNK) {
      List<Trajectory<GridState>> drawn = new ArrayList<>(CHUNK);
      for (int i = from; i < Math.min(logRewards.length, from + CHUNK); i++) {
        RandomStream random = new RandomStream(stream, 0, i);
        drawn.add(backward.sampleUniform(cells.get(i), logRewards[i], random, i));
      }
      chunks.add(ActionPaths.of(drawn));
    }
    return ActionPaths.concat(chunks);
  }
}
