package org.gflownet.baseline;

import java.io.Serializable;
import org.gflownet.math.Progress;

/**
 * Body of one task of a baseline: a share of its chains or trajectories.
 *
 * <p>Runs on executors, one per task thread, and is reused from step to step. Takes and returns
 * plain numbers and columns only, so nothing else crosses between driver and executors. Not
 * thread-safe.
 */
public interface SliceWorker {

  /**
   * Runs one slice of a step.
   *
   * @param progress how far the run is
   * @param slice 0-based number of the slice
   * @param parameters of the policy or proposal; not changed and not kept
   * @param state what this slice returned to go on from; empty at its first step
   * @return numbers that the method's driver side reads, and rows of visited objects
   */
  SliceOutput run(Progress progress, int slice, float[] parameters, long[] state);

  /** Makes workers; travels to executors as plain Java. */
  interface Factory extends Serializable {
    /** Identifies workers that may stand in for each other. */
    String key();

    /** A new worker. */
    SliceWorker createSlice();
  }
}
