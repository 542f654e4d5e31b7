package org.gflownet.train;

import java.io.Serializable;

/**
 * Rows of the table of visited objects that their task has written to a file, and what figures need
 * to know of each: 17 bytes instead of the row. Crosses from executors to the driver. Immutable.
 */
public final class StoredRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** Mark of a row whose object has a name. */
  public static final byte NAMED = 1;

  /** Mark of a row without a raw score. */
  public static final byte INVALID = 2;

  private final String file;
  private final int size;
  private final long firstStep;
  private final int before;
  private final double[] rewards;
  private final long[] names;
  private final byte[] marks;

  /**
   * Stored rows.
   *
   * @param file name within the table's directory; its rows are in the order of (step, trajectory)
   * @param size number of rows in it
   * @param firstStep least step of a row in it
   * @param before number of rows in memory that these come behind
   * @param rewards R(x) of each row in the order in which it was visited; empty where no figures
   *     are made of them; not copied, as the others
   * @param names hash of each object's name; as long as {@code rewards}
   * @param marks {@link #NAMED} and {@link #INVALID} of each row; as long as {@code rewards}
   */
  public StoredRows(
      String file,
      int size,
      long firstStep,
      int before,
      double[] rewards,
      long[] names,
      byte[] marks) {
    this.file = file;
    this.size = size;
    this.firstStep = firstStep;
    this.before = before;
    this.rewards = rewards;
    this.names = names;
    this.marks = marks;
  }

  /** Name of the file. */
  public String file() {
    return file;
  }

  /** Number of rows in the file. */
  public int size() {
    return size;
  }

  /** Least step of a row in the file. */
  public long firstStep() {
    return firstStep;
  }

  /** Number of rows in memory that these come behind. */
  public int before() {
    return before;
  }

  /** R(x) of each row; not a copy. */
  public double[] rewards() {
    return rewards;
  }

  /** Hash of each object's name; not a copy. */
  public long[] names() {
    return names;
  }

  /** Marks of each row; not a copy. */
  public byte[] marks() {
    return marks;
  }

  /** The same with more rows in memory ahead. */
  StoredRows behind(int more) {
    return more == 0
        ? this
        : new StoredRows(file, size, firstStep, before + more, rewards, names, marks);
  }

  /** The same without what figures need. */
  StoredRows fileAlone() {
    return new StoredRows(file, size, firstStep, before, new double[0], new long[0], new byte[0]);
  }
}
