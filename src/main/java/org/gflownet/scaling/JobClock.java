package org.gflownet.scaling;

/** When each job of a simulation reached what; times in seconds from the beginning. */
final class JobClock {
  private final int slices;
  private final double[] started;
  private final double[] lastSliceEnd;
  private final double[] lastCoreSeconds;
  private final double[] updated;
  private final int[] slicesEnded;
  private final int[] resultsRead;
  private final boolean[] complete;
  private int numMerging;
  private int numUpdated;

  JobClock(int jobs, int slices) {
    this.slices = slices;
    started = new double[jobs];
    lastSliceEnd = new double[jobs];
    lastCoreSeconds = new double[jobs];
    updated = new double[jobs];
    slicesEnded = new int[jobs];
    resultsRead = new int[jobs];
    complete = new boolean[jobs];
  }

  int jobs() {
    return started.length;
  }

  void started(int job, double now) {
    started[job] = now;
  }

  /**
   * A slice has ended; calls come in the order of time.
   *
   * @param coreSeconds that its core has worked for this job
   */
  void sliceEnded(int job, double now, double coreSeconds) {
    slicesEnded[job]++;
    lastSliceEnd[job] = now;
    lastCoreSeconds[job] = coreSeconds;
  }

  boolean allSlicesEnded(int job) {
    return slicesEnded[job] == slices;
  }

  /**
   * The driver has read a result.
   *
   * @param expected number of the job's results
   */
  void resultRead(int job, int expected) {
    resultsRead[job]++;
    complete[job] = resultsRead[job] == expected;
  }

  /** The next job in order, if its results are complete; each once. -1 otherwise. */
  int nextToMerge() {
    return numMerging < jobs() && complete[numMerging] ? numMerging++ : -1;
  }

  void updated(int job, double now) {
    updated[job] = now;
    numUpdated++;
  }

  boolean allUpdated() {
    return numUpdated == updated.length;
  }

  /**
   * Mean time between updates. Where jobs overlap, the first ones, which find an idle cluster, do
   * not count.
   */
  double secondsPerJob(int inFlight) {
    int skipped = inFlight == 1 ? 0 : Math.min(jobs() / 2, 2 * inFlight);
    double from = skipped == 0 ? 0 : updated[skipped - 1];
    return (updated[jobs() - 1] - from) / (jobs() - skipped);
  }

  /** Mean over the jobs of where their time went. */
  Phases phases(double broadcast, double update) {
    Phases sum = Phases.NONE;
    for (int job = 0; job < jobs(); job++) {
      double schedule = lastSliceEnd[job] - started[job] - broadcast - lastCoreSeconds[job];
      double gather = updated[job] - lastSliceEnd[job] - update;
      sum = sum.plus(new Phases(broadcast, schedule, lastCoreSeconds[job], gather, update));
    }
    return sum.times(1.0 / jobs());
  }
}
