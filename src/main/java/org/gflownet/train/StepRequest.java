package org.gflownet.train;

import java.io.Serializable;
import org.gflownet.math.EvenShares;
import org.gflownet.trajectory.Exploration;

/**
 * What all tasks of one step need to know beside the parameters.
 *
 * @param step 0-based number of the parameter update
 * @param seed of the run
 * @param batch number of trajectories of the step over all slices
 * @param numSlices number of slices; configuration, never derived from the cluster
 * @param exploration of the rollouts at this step
 * @param parametersVersion changes whenever the parameters do, so that a worker that has them
 *     already need not load them again
 */
public record StepRequest(
    long step, long seed, int batch, int numSlices, Exploration exploration, long parametersVersion)
    implements Serializable {

  /** First trajectory of a slice; {@code firstTrajectory(numSlices)} is the batch. */
  public int firstTrajectory(int slice) {
    return EvenShares.first(batch, numSlices, slice);
  }
}
