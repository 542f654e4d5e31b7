package org.gflownet.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of the table of visited objects, column by column; where there are many, files that hold
 * further ones. Crosses from executors to the driver and back. Immutable.
 *
 * <p>Sizes, columns and orders are of the rows in memory. A row is known by its step and the index
 * of its trajectory within the step's batch. What the other columns are is agreed between who
 * records them and who writes them.
 */
public final class VisitedRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** No rows. */
  public static final VisitedRows NONE = new VisitedRows(new long[0], new int[0], List.of());

  private final long[] steps;
  private final int[] trajectories;
  private final List<Object> columns;
  private final List<StoredRows> stored;

  /**
   * Rows in memory.
   *
   * @param steps 0-based number of the parameter update that each object was sampled for
   * @param trajectories index of each trajectory within its step's batch
   * @param columns one array for each further column, as long as {@code steps}: {@code int[]},
   *     {@code long[]}, {@code double[]} (NaN for no value) or {@code String[]} (null for no
   *     value); not copied
   */
  public VisitedRows(long[] steps, int[] trajectories, List<Object> columns) {
    this(steps, trajectories, columns, List.of());
  }

  /**
   * Rows in memory and in files.
   *
   * @param stored files with further rows, in the order of their visits
   */
  public VisitedRows(
      long[] steps, int[] trajectories, List<Object> columns, List<StoredRows> stored) {
    this.steps = steps;
    this.trajectories = trajectories;
    this.columns = List.copyOf(columns);
    this.stored = List.copyOf(stored);
  }

  /** Rows that are all in one file. */
  public static VisitedRows in(StoredRows file) {
    return new VisitedRows(NONE.steps, NONE.trajectories, NONE.columns, List.of(file));
  }

  /** Files with further rows; each says behind which row in memory its rows come. */
  public List<StoredRows> stored() {
    return stored;
  }

  /** Least step of a row in memory; there is one. */
  public long firstStep() {
    return Arrays.stream(steps).min().orElseThrow();
  }

  /** Number of rows in memory and in files. */
  public long total() {
    return size() + stored.stream().mapToLong(StoredRows::size).sum();
  }

  /** What the table needs of these rows: of those in files, the names of the files alone. */
  VisitedRows forTable() {
    return stored.isEmpty()
        ? this
        : new VisitedRows(
            steps, trajectories, columns, stored.stream().map(StoredRows::fileAlone).toList());
  }

  /** About how many bytes the rows in memory take on their way. */
  public long bytes() {
    long bytes = (Long.BYTES + Integer.BYTES) * (long) size();
    for (Object column : columns) {
      if (column instanceof String[] texts) {
        for (String text : texts) {
          bytes += text == null ? 1 : text.length() + 1;
        }
      } else {
        bytes += (column instanceof int[] ? Integer.BYTES : Long.BYTES) * (long) size();
      }
    }
    return bytes;
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
    List<StoredRows> stored = new ArrayList<>();
    int before = 0;
    for (VisitedRows part : parts) {
      for (StoredRows file : part.stored) {
        stored.add(file.behind(before));
      }
      before += part.size();
    }
    List<VisitedRows> filled = parts.stream().filter(part -> part.size() > 0).toList();
    if (filled.size() < 2) {
      VisitedRows only = filled.isEmpty() ? NONE : filled.get(0);
      return stored.isEmpty()
          ? only
          : new VisitedRows(only.steps, only.trajectories, only.columns, stored);
    }
    Object[] joined = new Object[filled.get(0).numColumns()];
    for (int i = 0; i < joined.length; i++) {
      int column = i;
      joined[i] = join(filled.stream().map(part -> part.column(column)).toList());
    }
    return new VisitedRows(
        (long[]) join(filled.stream().map(part -> (Object) part.steps).toList()),
        (int[]) join(filled.stream().map(part -> (Object) part.trajectories).toList()),
        Arrays.asList(joined),
        stored);
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
