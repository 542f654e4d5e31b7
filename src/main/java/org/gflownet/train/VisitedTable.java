package org.gflownet.train;

/**
 * The table of all objects that training visited, in windows of steps that are there whole or not
 * at all. On the driver.
 */
public interface VisitedTable {

  /**
   * Removes what reaches beyond a step, and what was never completed: those steps will be taken
   * again.
   *
   * @param step number of updates made
   */
  void keepUpTo(long step);

  /**
   * Adds a window.
   *
   * @param from first step of the window
   * @param to one more than its last step
   * @param rows of these steps, in any order; the files of those that are stored are no longer
   *     needed afterwards
   */
  void write(long from, long to, VisitedRows rows);
}
