package org.gflownet.run.score;

import java.util.List;
import org.gflownet.spark.SparkTasks;

/**
 * Work on the files of a table that executors do where they see the files, and else this process.
 * It is in units, of which a task does one or several; what comes of it does not depend on which.
 *
 * @param <U> a unit, serialisable
 */
interface ScoreWork<U> {
  /** What Spark's pages say of it. */
  String description();

  /** All units, those together that one task should do. */
  List<List<U>> runs();

  /** What an executor does with units. */
  SparkTasks.Body<List<U>> body();

  /**
   * Takes what an executor made of units.
   *
   * @return false if it did nothing, or did it elsewhere, since it does not see the files
   */
  boolean take(List<U> units, String outcome);

  /** Does units in this process; thread-safe. */
  void doHere(List<U> units);

  /** The input file of a unit. */
  String file(U unit);
}
