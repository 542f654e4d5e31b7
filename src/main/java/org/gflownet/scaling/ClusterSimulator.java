package org.gflownet.scaling;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.gflownet.math.RandomStream;

/**
 * Discrete-event simulation of training on a cluster: jobs follow one another as the mode says,
 * slices go in order to whichever core is free, results come in through the driver.
 *
 * <p>Deterministic: the noise of a slice depends on the seed, the job, the slice and the attempt
 * alone. Mutable; one run per instance; not thread-safe.
 */
public final class ClusterSimulator {
  private static final int MAX_JOBS = 1_000_000;

  /** A run in which slices are lost more often than this makes no progress to speak of. */
  private static final int MAX_ATTEMPTS = 1000;

  private final StepCostModel costs;
  private final ClusterSpec cluster;
  private final Workload workload;
  private final SyncMode mode;
  private final JobSize size;
  private final double[] slowness;
  private final long noiseSeed;
  private final long failureSeed;
  private final RandomStream random = new RandomStream(0, 0, 0);

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final ArrayDeque<SimulatedSlice> pending = new ArrayDeque<>();
  private final DriverThreads driver = new DriverThreads();
  private final SimulatedCores cores;
  private JobClock clock;
  private long order;
  private long lostSlices;

  private enum What {
    JOB_START,
    PARAMETERS_READY,
    SLICE_END,
    RESULT_READ,
    UPDATED,
    FAILURE,
    RESTART
  }

  /**
   * Something that happens.
   *
   * @param subject job, core or executor, as {@code what} says
   * @param incarnation of the core's executor; 0 elsewhere
   * @param seconds of work that end here; 0 elsewhere
   */
  private record Event(
      double time, long order, What what, int subject, int incarnation, double seconds)
      implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** A simulation that has not started. */
  public ClusterSimulator(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode, long seed) {
    this.costs = costs;
    this.cluster = cluster;
    this.workload = workload;
    this.mode = mode;
    size = JobSize.of(workload, mode);
    slowness = cluster.slowness(seed);
    noiseSeed = RandomStream.derive(seed, "noise");
    failureSeed = RandomStream.derive(seed, "failures");
    cores = new SimulatedCores(cluster.executors(), cluster.coresPerExecutor());
  }

  /**
   * Simulates training.
   *
   * @param jobs steps, or rounds of averaging, from 1 to a million
   * @throws IllegalArgumentException if executors fail so often that a slice is lost a thousand
   *     times
   */
  public SimulatedRun run(int jobs) {
    if (jobs < 1 || jobs > MAX_JOBS) {
      throw new IllegalArgumentException("simulated jobs must be from 1 to 1000000, was " + jobs);
    }
    clock = new JobClock(jobs, workload.slices());
    for (int job = 0; job < Math.min(mode.jobsInFlight(), jobs); job++) {
      push(0, What.JOB_START, job);
    }
    if (cluster.failuresPerHour() > 0) {
      for (int executor = 0; executor < cluster.executors(); executor++) {
        pushFailure(0, executor, 0);
      }
    }
    double now = 0;
    while (!clock.allUpdated()) {
      Event event = events.remove();
      now = event.time();
      handle(event);
    }
    return summary(now);
  }

  private void handle(Event event) {
    double now = event.time();
    int subject = event.subject();
    switch (event.what()) {
      case JOB_START -> startJob(now, subject);
      case PARAMETERS_READY -> {
        for (int slice = 0; slice < workload.slices(); slice++) {
          pending.add(new SimulatedSlice(subject, slice, 0));
        }
        launch(now);
      }
      case SLICE_END -> endSlice(event);
      case RESULT_READ -> readResult(now, subject);
      case UPDATED -> {
        clock.updated(subject, now);
        if (subject + mode.jobsInFlight() < clock.jobs()) {
          startJob(now, subject + mode.jobsInFlight());
        }
      }
      case FAILURE -> fail(now, subject);
      case RESTART -> {
        cores.restore(subject);
        launch(now);
      }
    }
  }

  private void startJob(double now, int job) {
    clock.started(job, now);
    double sent = driver.main(now, costs.startSeconds(size, cluster) + costs.encodeSeconds(size));
    push(sent + wireSeconds(), What.PARAMETERS_READY, job);
  }

  private double wireSeconds() {
    return cluster.network().broadcastSeconds(size.broadcastBytes(), cluster.executors());
  }

  /** Hands pending slices to free cores, in order. */
  private void launch(double now) {
    while (!pending.isEmpty()) {
      int core = cores.poll();
      if (core < 0) {
        return;
      }
      SimulatedSlice slice = pending.remove();
      cores.start(core, slice);
      double seconds = sliceSeconds(slice, slowness[cores.executor(core)]);
      double start = driver.schedule(now, costs.taskSeconds());
      push(start + seconds, What.SLICE_END, core, cores.incarnation(core), seconds);
    }
  }

  private double sliceSeconds(SimulatedSlice slice, double slow) {
    double seconds = costs.sliceSeconds(size, workload.trajectories(slice.index()));
    long key = slice.index() + (long) slice.attempt() * workload.slices();
    random.reset(noiseSeed, slice.job(), key);
    return seconds * slow * LogNormal.draw(random, cluster.taskNoise());
  }

  private void endSlice(Event event) {
    int core = event.subject();
    if (cores.incarnation(core) != event.incarnation()) {
      return;
    }
    double now = event.time();
    int job = cores.running(core).job();
    clock.sliceEnded(job, now, cores.finish(core, event.seconds()));
    if (!mode.tree()) {
      push(driver.receive(now, receiveSeconds()), What.RESULT_READ, job);
    } else if (clock.allSlicesEnded(job)) {
      double root = now + costs.treeSeconds(size, workload.slices(), cluster);
      push(driver.receive(root, receiveSeconds()), What.RESULT_READ, job);
    }
    launch(now);
  }

  private double receiveSeconds() {
    return costs.receiveSeconds(size, cluster.network());
  }

  private void readResult(double now, int job) {
    clock.resultRead(job, mode.tree() ? 1 : workload.slices());
    // In order, whichever job's results are complete first: an update builds on the one before.
    for (int next = clock.nextToMerge(); next >= 0; next = clock.nextToMerge()) {
      double merge = mode.tree() ? 0 : (workload.slices() - 1) * costs.mergeSeconds(size);
      push(driver.main(now, merge + costs.updateSeconds(size)), What.UPDATED, next);
    }
  }

  /** Slices at work on the executor run again elsewhere; results already sent are safe. */
  private void fail(double now, int executor) {
    cores.fail(
        executor,
        core -> {
          SimulatedSlice again = cores.running(core).again();
          if (again.attempt() >= MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                "at "
                    + cluster.failuresPerHour()
                    + " failures per executor-hour a slice was lost "
                    + MAX_ATTEMPTS
                    + " times: make slices shorter");
          }
          lostSlices++;
          pending.addFirst(again);
        });
    double restart = now + cluster.restartSeconds();
    push(restart, What.RESTART, executor);
    pushFailure(restart, executor, cores.incarnation(executor));
    launch(now);
  }

  private void pushFailure(double from, int executor, int incarnation) {
    random.reset(failureSeed, incarnation, executor);
    push(from + cluster.secondsToFailure(random), What.FAILURE, executor);
  }

  private void push(double time, What what, int subject) {
    push(time, what, subject, 0, 0);
  }

  private void push(double time, What what, int subject, int incarnation, double seconds) {
    events.add(new Event(time, order++, what, subject, incarnation, seconds));
  }

  private SimulatedRun summary(double end) {
    double perStep = clock.secondsPerJob(mode.jobsInFlight()) / size.stepsPerJob();
    double speed = 0;
    for (double slow : slowness) {
      speed += cluster.coresPerExecutor() / (slow * costs.transitionSeconds());
    }
    double throughput = workload.transitions() / perStep;
    return new SimulatedRun(
        perStep,
        throughput,
        throughput / speed,
        clock.phases(costs.encodeSeconds(size) + wireSeconds(), costs.updateSeconds(size)),
        driver.busySeconds() / end,
        lostSlices);
  }
}
