package org.gflownet.scaling;

/** When each job of a simulation reached what; times in seconds from the beginning. */
final class JobClock {
  private final double[] started;
  private final double[] lastTaskEnd;
  private final double[] lastSlotSeconds;
  private final double[] updated;
  private final int[] resultsRead;
  private final int[] vectorsRead;
  private final boolean[] begun;
  private final int results;
  private int turn;
  private int numUpdated;

  /**
   * No job has started.
   *
   * @param results that the driver reads of each
   */
  JobClock(int jobs, int results) {
    this.results = results;
    started = new double[jobs];
    lastTaskEnd = new double[jobs];
    lastSlotSeconds = new double[jobs];
    updated = new double[jobs];
    resultsRead = new int[jobs];
    vectorsRead = new int[jobs];
    begun = new boolean[jobs];
  }

  int jobs() {
    return started.length;
  }

  void started(int job, double now) {
    started[job] = now;
  }

  /**
   * A task of slices has ended; calls come in the order of time.
   *
   * @param slotSeconds that its slot has worked for this job
   */
  void taskEnded(int job, double now, double slotSeconds) {
    lastTaskEnd[job] = now;
    lastSlotSeconds[job] = slotSeconds;
  }

  /** The driver has read a result of some vectors. */
  void resultRead(int job, int vectors) {
    resultsRead[job]++;
    vectorsRead[job] += vectors;
  }

  /** The job whose results are added up now, in order; the number of jobs behind the last one. */
  int turn() {
    return turn;
  }

  /** Additions that this job's vectors, read since this was asked last, take. */
  int takeMerges() {
    int vectors = vectorsRead[turn];
    vectorsRead[turn] = 0;
    if (vectors == 0 || begun[turn]) {
      return vectors;
    }
    begun[turn] = true;
    return vectors - 1;
  }

  /** Whether all results of this job have been read. */
  boolean isComplete() {
    return resultsRead[turn] == results;
  }

  /** All results of this job have been added up. */
  void nextTurn() {
    turn++;
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
      double schedule = lastTaskEnd[job] - started[job] - broadcast - lastSlotSeconds[job];
      double gather = updated[job] - lastTaskEnd[job] - update;
      sum = sum.plus(new Phases(broadcast, schedule, lastSlotSeconds[job], gather, update));
    }
    return sum.times(1.0 / jobs());
  }
}
