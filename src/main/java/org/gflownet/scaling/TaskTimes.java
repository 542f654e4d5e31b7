package org.gflownet.scaling;

import java.util.Arrays;
import org.gflownet.math.RandomStream;

/**
 * How long tasks take. The noise of a slice depends on the seed, the job, the slice and the attempt
 * alone. Not thread-safe.
 */
final class TaskTimes {
  private final StepCostModel costs;
  private final Workload workload;
  private final JobSize size;
  private final TaskLayout layout;
  private final double taskNoise;
  private final boolean writes;
  private final long seed;
  private final RandomStream random = new RandomStream(0, 0, 0);
  private final double[] threadFree;

  /**
   * Times of the tasks of a step.
   *
   * @param writes whether tasks write what they come to for a second stage
   * @param seed of the noise
   */
  TaskTimes(
      StepCostModel costs,
      ClusterSpec cluster,
      Workload workload,
      JobSize size,
      TaskLayout layout,
      boolean writes,
      long seed) {
    this.costs = costs;
    this.workload = workload;
    this.size = size;
    this.layout = layout;
    this.taskNoise = cluster.taskNoise();
    this.writes = writes;
    this.seed = seed;
    threadFree = new double[layout.threads()];
  }

  /**
   * Seconds of a task of slices on an executor of some slowness: its slices in order, each on the
   * first of its threads that is free; then it adds up their results, and writes the sums where
   * they are for a second stage.
   */
  double seconds(SimulatedTask task, double slowness) {
    Arrays.fill(threadFree, 0);
    int end = layout.firstSlice(task.index() + 1);
    double last = 0;
    for (int slice = layout.firstSlice(task.index()); slice < end; slice++) {
      int thread = firstFree();
      threadFree[thread] += sliceSeconds(task, slice);
      last = Math.max(last, threadFree[thread]);
    }
    int vectors = layout.vectorsOf(task.index());
    double merges = layout.slicesOf(task.index()) - vectors;
    double adding = costs.mergeSeconds(merges * size.vectorFloats());
    double writing = writes ? costs.byteSeconds(vectors * size.vectorBytes()) : 0;
    return slowness * (last + adding + writing);
  }

  private int firstFree() {
    int first = 0;
    for (int thread = 1; thread < threadFree.length; thread++) {
      if (threadFree[thread] < threadFree[first]) {
        first = thread;
      }
    }
    return first;
  }

  private double sliceSeconds(SimulatedTask task, int slice) {
    double seconds = costs.sliceSeconds(size, workload.trajectories(slice));
    random.reset(seed, task.job(), slice + (long) task.attempt() * workload.slices());
    return seconds * LogNormal.draw(random, taskNoise);
  }
}
