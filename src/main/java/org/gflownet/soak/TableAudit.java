package org.gflownet.soak;

import java.nio.file.Path;

/** Counts the rows of a run's table of visited objects. */
@FunctionalInterface
public interface TableAudit {
  /**
   * What a table holds.
   *
   * @param rows its number of rows
   * @param distinct number of different (step, trajectory) pairs among them
   * @param digest of all rows in the order of the table's files, in hexadecimal
   */
  record Count(long rows, long distinct, String digest) {
    /** Rows that are missing or there more than once. */
    long wrong(long expected) {
      return Math.abs(expected - distinct) + (rows - distinct);
    }
  }

  /** Reads the table in a directory. */
  Count count(Path directory);
}
