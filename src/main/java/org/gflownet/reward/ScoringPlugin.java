package org.gflownet.reward;

import org.gflownet.plugin.Plugin;

/** A plug-in that says what objects are worth. */
public interface ScoringPlugin extends Plugin {

  /**
   * Whether an object takes seconds, as where a program is started for each or a service is asked:
   * evaluations then draw fewer samples unless {@code eval.samples} is set.
   */
  default boolean isExpensive() {
    return false;
  }
}
