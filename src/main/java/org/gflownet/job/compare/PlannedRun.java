package org.gflownet.job.compare;

import java.util.Map;
import org.gflownet.config.GflownetConfig;

/**
 * One run of a comparison.
 *
 * @param name of its folder
 * @param design what tells it from the others
 * @param config its settings, complete; null where they are wrong
 * @param problem what is wrong with them; null if nothing
 */
record PlannedRun(String name, Design design, GflownetConfig config, String problem) {

  /**
   * What a comparison varies, and what a run has of it.
   *
   * @param method name of the method
   * @param cell settings of the grid, by key, as texts; empty without a grid
   * @param seed of the run
   * @param r0 the floor of a grid's reward; NaN for other problems
   */
  record Design(String method, Map<String, String> cell, long seed, double r0) {}

  /** A run that can be made. */
  static PlannedRun of(String name, Design design, GflownetConfig config) {
    return new PlannedRun(name, design, config, null);
  }

  /** A run that cannot be made. */
  static PlannedRun wrong(String name, Design design, String problem) {
    return new PlannedRun(name, design, null, problem);
  }

  /** Method and settings: what seeds are summarised over, apart from R0. */
  String label() {
    StringBuilder label = new StringBuilder(design.method());
    design
        .cell()
        .forEach((key, value) -> label.append(", ").append(key).append(" = ").append(value));
    return label.toString();
  }
}
