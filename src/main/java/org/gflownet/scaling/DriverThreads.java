package org.gflownet.scaling;

/**
 * The driver's three serial resources: its main thread (jobs, merge, update), Spark's scheduler
 * (launches), and the way in for results (network interface and reading). Each serves its work in
 * the order of arrival; calls come in the order of time.
 */
final class DriverThreads {
  private double mainFree;
  private double schedulerFree;
  private double receiverFree;
  private double busyUntil;
  private double busySeconds;

  /** When work of the main thread that arrives now will be done. */
  double main(double now, double seconds) {
    mainFree = serve(mainFree, now, seconds);
    return mainFree;
  }

  /** When a launch that is asked for now will be done. */
  double schedule(double now, double seconds) {
    schedulerFree = serve(schedulerFree, now, seconds);
    return schedulerFree;
  }

  /** When a result that is sent now will have been read. */
  double receive(double now, double seconds) {
    receiverFree = serve(receiverFree, now, seconds);
    return receiverFree;
  }

  private double serve(double free, double now, double seconds) {
    double end = Math.max(free, now) + seconds;
    // A queue that starts later is busy until then, so that from now to its end nothing is idle.
    busySeconds += Math.max(0, end - Math.max(busyUntil, now));
    busyUntil = Math.max(busyUntil, end);
    return end;
  }

  /** Time in which at least one of the three was busy, including what is still queued. */
  double busySeconds() {
    return busySeconds;
  }
}
