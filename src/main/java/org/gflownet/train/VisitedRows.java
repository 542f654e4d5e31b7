package org.gflownet.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of the table of visited objects, column by column. Crosses from executors to the driver and
 * back. Immutable.
 *
 * <p>A row is known by its step and the index of its trajectory within the step's batch. What the
 * other columns are is agreed between who records them and who writes them.
 */
public final class VisitedRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** No rows. */
  public static final VisitedRows NONE = new VisitedRows(new long[0], new int[0], List.of());

  private final long[] steps;
  private final int[] trajectories;
  private final List<Object> columns;

  /**
   * Rows.
   *
   * @param steps 0-based number of the parameter update that each object was sampled for
   * @param trajectories index of each trajectory within its step's batch
   * @param columns one array for each further column, as long as {@code steps}: {@code int[]},
   *     {@code long[]}, {@code double[]} (NaN for no value) or {@code String[]} (null for no
   *     value); not copied
   */
  public VisitedRows(long[] steps, int[] trajectories, List<Object> columns) {
    this.steps = steps;
    this.trajectories = trajectories;
    this.columns = List.copyOf(columns);
  }

  /** Number of rows. */
  public int size() {
    return steps.length;
  }

  /** Step of each row; not a copy. */
  public long[] steps() {
    return steps;
  }

  /** Trajectory of each row; not a copy. */
  public int[] trajectories() {
    return trajectories;
  }

  /** Number of further columns; 0 where there are no rows. */
  public int numColumns() {
    return columns.size();
  }

  /** The array of a further column; not a copy. */
  public Object column(int i) {
    return columns.get(i);
  }

  /** The doubles of a further column; not a copy. */
  public double[] doubles(int i) {
    return (double[]) columns.get(i);
  }

  /** All rows of several parts, one after the other. */
  public static VisitedRows concat(List<VisitedRows> parts) {
    List<VisitedRows> filled = parts.stream().filter(part -> part.size() > 0).toList();
    if (filled.size() < 2) {
      return filled.isEmpty() ? NONE : filled.get(0);
    }
    Object[] joined = new Object[filled.get(0).numColumns()];
    for (int i = 0; i < joined.length; i++) {
      int column = i;
      joined[i] = join(filled.stream().map(part -> part.column(column)).toList());
    }
    return new VisitedRows(
        (long[]) join(filled.stream().map(part -> (Object) part.steps).toList()),
        (int[]) join(filled.stream().map(part -> (Object) part.trajectories).toList()),
        Arrays.asList(joined));
  }

  private static Object join(List<Object> arrays) {
    int length = 0;
    for (Object array : arrays) {
      length += java.lang.reflect.Array.getLength(array);
    }
    Object joined =
        java.lang.reflect.Array.newInstance(arrays.get(0).getClass().getComponentType(), length);
    int offset = 0;
    for (Object array : arrays) {
      int part = java.lang.reflect.Array.getLength(array);
      System.arraycopy(array, 0, joined, offset, part);
      offset += part;
    }
    return joined;
  }

  /** The positions of the rows in the order of (step, trajectory). */
  public int[] order() {
    Integer[] positions = new Integer[size()];
    Arrays.setAll(positions, i -> i);
    Arrays.sort(
        positions,
        (a, b) ->
            steps[a] != steps[b]
                ? Long.compare(steps[a], steps[b])
                : Integer.compare(trajectories[a], trajectories[b]));
    return Arrays.stream(positions).mapToInt(Integer::intValue).toArray();
  }
}
