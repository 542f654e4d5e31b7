package org.gflownet.baseline;

import java.util.List;
import org.gflownet.math.Progress;
import org.gflownet.train.Execution;

/**
 * Runs all slices of one step of a baseline. The versions in this package and on Spark give the
 * same answer, bit for bit. Not thread-safe.
 */
public interface SliceExecutor extends Execution {

  /**
   * Runs a step and waits for it.
   *
   * @param progress how far the run is
   * @param parameters for every slice; not changed and not kept
   * @param states one array for each slice, in slice order
   * @return what the slices returned, in slice order
   */
  List<SliceOutput> run(Progress progress, float[] parameters, List<long[]> states);
}
