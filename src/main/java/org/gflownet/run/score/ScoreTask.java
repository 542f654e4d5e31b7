package org.gflownet.run.score;

import java.io.Serializable;

/**
 * A share of the work that a process with a view of the files can do: on executors, in threads of
 * this process, or both.
 */
interface ScoreTask extends Serializable {
  /**
   * Does it.
   *
   * @return what became of it, as JSON
   */
  String run();
}
