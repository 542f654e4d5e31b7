package org.gflownet.job;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.RandomStream;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.Shown;
import org.gflownet.table.TableRow;
import org.gflownet.table.TextInput;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.Trajectory;

/**
 * The good objects of {@code replay.file}: cells of a grid, each with a path that the uniform P_B
 * draws to it. The driver reads the file; path i depends on the seed and i alone.
 */
final class ReplayFile {
  /** The setting that names the file. */
  static final String KEY = "replay.file";

  private static final int MAX_CELLS = 1_000_000;
  private static final long MAX_STEPS = 50_000_000;

  /** Paths that exist with all their states at once. */
  private static final int CHUNK = 64;

  private final HypergridEnvironment grid;
  private final int[] columns;

  private ReplayFile(HypergridEnvironment grid) {
    this.grid = grid;
    this.columns = new int[grid.ndim()];
  }

  /**
   * Reads the file of a configuration that names one.
   *
   * @throws UserException if it cannot be used
   */
  static ActionPaths paths(GflownetConfig config) {
    Problem<GridState> problem = Problem.hypergrid(config);
    ReplayFile file = new ReplayFile((HypergridEnvironment) problem.environment());
    return draw(problem, file.read(config), RandomStream.derive(config.seed(), KEY));
  }

  private static ActionPaths draw(Problem<GridState> problem, List<GridState> cells, long stream) {
    double[] logRewards = new double[cells.size()];
    problem.reward().logRewards(cells, logRewards);
    BackwardSampler<GridState> backward = new BackwardSampler<>(problem.environment());
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

  private List<GridState> read(GflownetConfig config) {
    String name = config.files().get(KEY);
    try (TextInput text = new TextInput(Files.newInputStream(NamedFiles.find(config, KEY)));
        DelimitedReader reader = new DelimitedReader(text, new Dialect(',', '"'))) {
      findColumns(reader.columns());
      List<GridState> cells = readCells(reader);
      if (cells.isEmpty()) {
        throw new BadTableException("it has no cells; add a line for each, or remove the setting");
      }
      return cells;
    } catch (BadTableException e) {
      throw new UserException("file setting " + KEY + " = " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UserException("file setting " + KEY + " = " + name + ": cannot be read: " + e);
    }
  }

  private void findColumns(List<Column> header) {
    List<String> names = header.stream().map(Column::name).toList();
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

  private List<GridState> readCells(DelimitedReader reader) {
    List<GridState> cells = new ArrayList<>();
    long steps = 0;
    int[] cell = new int[columns.length];
    for (TableRow row = reader.next(); row != null; row = reader.next()) {
      String line = "line " + reader.line() + ": ";
      if (row.problem() != null) {
        throw new BadTableException(line + row.problem());
      }
      for (int d = 0; d < cell.length; d++) {
        cell[d] = coordinate(row.cells()[columns[d]], d, line);
        steps += cell[d];
      }
      cells.add(reachable(GridState.of(cell), line));
      if (cells.size() > MAX_CELLS || steps > MAX_STEPS) {
        throw new BadTableException(
            String.format(
                "%sit has more than %d cells or %d steps to them; leave the rest out",
                line, MAX_CELLS, MAX_STEPS));
      }
    }
    return cells;
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
}
