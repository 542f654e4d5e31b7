package org.gflownet.baseline;

import java.util.List;
import org.gflownet.train.Execution;

/**
 * Runs all slices of one step of a baseline. The versions in this package and on Spark give the
 * same answer, bit for bit. Not thread-safe.
 */
public interface SliceExecutor extends Execution {

  /**
   * Runs a step and waits for it.
   *
   * @param step 0-based number of the step
   * @param parameters for every slice; not changed and not kept
   * @param states one array for each slice, in slice order
   * @return what the slices returned, in slice order
   */
  List<SliceOutput> run(long step, float[] parameters, List<long[]> states);
}
