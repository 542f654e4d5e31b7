package org.gflownet.eval;

import java.io.Serializable;
import org.gflownet.math.RandomStream;
import org.gflownet.train.StoredRows;
import org.gflownet.train.VisitedRows;

/**
 * Where the table of visited objects has what {@link VisitedRewards} looks at: the name of an
 * object, its reward and its raw score. On the driver, and on executors that keep the rows
 * themselves.
 */
public final class VisitedFigureColumns implements Serializable {
  private static final long serialVersionUID = 1;

  private final boolean hasNames;
  private final int reward;
  private final int raw;

  /** The columns of a table, {@link TableSchema#visited}. */
  public VisitedFigureColumns(TableSchema schema) {
    hasNames = schema.types().get(2) == String.class;
    reward = schema.names().indexOf("reward") - 2;
    raw = schema.names().indexOf("raw") - 2;
  }

  /** Whether objects have names, without which no figures are made of the rows. */
  public boolean hasNames() {
    return hasNames;
  }

  double reward(VisitedRows rows, int i) {
    return rows.doubles(reward)[i];
  }

  boolean isInvalid(VisitedRows rows, int i) {
    return raw >= 0 && !Double.isFinite(rows.doubles(raw)[i]);
  }

  /** The object's name; null for none. */
  String name(VisitedRows rows, int i) {
    return ((String[]) rows.column(0))[i];
  }

  /** By what an object is known. */
  static long hash(String name) {
    return RandomStream.derive(0, name);
  }

  /**
   * What the driver is told of rows in memory that go to a file.
   *
   * @param rows at least one
   */
  public StoredRows stored(VisitedRows rows, String file) {
    int size = hasNames ? rows.size() : 0;
    double[] rewards = new double[size];
    long[] names = new long[size];
    byte[] marks = new byte[size];
    for (int i = 0; i < size; i++) {
      rewards[i] = reward(rows, i);
      String name = name(rows, i);
      if (name != null) {
        names[i] = hash(name);
        marks[i] |= StoredRows.NAMED;
      }
      if (isInvalid(rows, i)) {
        marks[i] |= StoredRows.INVALID;
      }
    }
    return new StoredRows(file, rows.size(), rows.firstStep(), 0, rewards, names, marks);
  }
}
