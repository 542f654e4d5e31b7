package org.gflownet.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Numbers of rows by an integer column. */
final class BinCounts {
  private BinCounts() {}

  /**
   * Counts rows.
   *
   * @param column of type int, 0 to length - 1
   * @param length of the answer
   */
  static long[] of(Dataset<Row> rows, String column, int length) {
    long[] counts = new long[length];
    for (Row row : rows.groupBy(column).count().collectAsList()) {
      counts[row.getInt(0)] = row.getLong(1);
    }
    return counts;
  }
}
