package org.gflownet.scaling;

/**
 * One attempt at a slice.
 *
 * @param job number of the job
 * @param index of the slice within the step
 * @param attempt 0 unless executors failed
 */
record SimulatedSlice(int job, int index, int attempt) {

  SimulatedSlice again() {
    return new SimulatedSlice(job, index, attempt + 1);
  }
}
