package org.gflownet.job.compare;

import java.util.Map;
import org.gflownet.config.GflownetConfig;

/**
 * One run of a comparison.
 *
 * @param name of its folder
 * @param method name of the method
 * @param cell settings of the grid, by key, as texts; empty without a grid
 * @param seed of the run
 * @param r0 the floor of a grid's reward; NaN for other problems
 * @param config its settings, complete; null where they are wrong
 * @param problem what is wrong with them; null if nothing
 */
record PlannedRun(
    String name,
    String method,
    Map<String, String> cell,
    long seed,
    double r0,
    GflownetConfig config,
    String problem) {

  /** Method and settings: what seeds are summarised over, apart from R0. */
  String label() {
    StringBuilder label = new StringBuilder(method);
    cell.forEach((key, value) -> label.append(", ").append(key).append(" = ").append(value));
    return label.toString();
  }
}
