package org.gflownet.scaling;

import java.util.PriorityQueue;
import java.util.TreeMap;
import org.gflownet.math.RandomStream;
import org.gflownet.scaling.EventQueue.Event;
import org.gflownet.scaling.EventQueue.What;

/**
 * Discrete-event simulation of training on a cluster: jobs follow one another as the mode says,
 * tasks go in order to whichever slot is free, results come in through the driver.
 *
 * <p>Deterministic: the noise of a slice depends on the seed, the job, the slice and the attempt
 * alone. Mutable; one run per instance; not thread-safe.
 */
public final class ClusterSimulator {
  private static final int MAX_JOBS = 1_000_000;

  /** A run in which tasks are lost more often than this makes no progress to speak of. */
  private static final int MAX_ATTEMPTS = 1000;

  private final StepCostModel costs;
  private final ClusterSpec cluster;
  private final Workload workload;
  private final SyncMode mode;
  private final JobSize size;
  private final TaskLayout layout;
  private final Shards shards;
  private final TaskTimes times;
  private final double[] slowness;
  private final int[] failures;
  private final long failureSeed;
  private final RandomStream random = new RandomStream(0, 0, 0);

  private final EventQueue events = new EventQueue();
  private final PriorityQueue<SimulatedTask> pending = new PriorityQueue<>();
  private final DriverThreads driver = new DriverThreads();
  private final TreeMap<Integer, SecondStage> stages = new TreeMap<>();
  private final SimulatedSlots slots;
  private JobClock clock;
  private long lostSlices;

  /** A simulation that has not started. */
  public ClusterSimulator(
      StepCostModel costs, ClusterSpec cluster, Workload workload, SyncMode mode, long seed) {
    this.costs = costs;
    this.cluster = cluster;
    this.workload = workload;
    this.mode = mode;
    size = JobSize.of(workload, mode);
    layout = TaskLayout.of(workload, cluster);
    shards = Shards.of(layout, size, cluster);
    long noiseSeed = RandomStream.derive(seed, "noise");
    times = new TaskTimes(costs, cluster, workload, size, layout, mode.shards(), noiseSeed);
    slowness = cluster.slowness(seed);
    failures = new int[cluster.executors()];
    failureSeed = RandomStream.derive(seed, "failures");
    slots = new SimulatedSlots(cluster.executors(), layout.slotsPerExecutor());
  }

  /**
   * Simulates training.
   *
   * @param jobs steps, or rounds of averaging, from 1 to a million
   * @throws IllegalArgumentException if executors fail so often that a task is lost a thousand
   *     times
   */
  public SimulatedRun run(int jobs) {
    if (jobs < 1 || jobs > MAX_JOBS) {
      throw new IllegalArgumentException("simulated jobs must be from 1 to 1000000, was " + jobs);
    }
    clock = new JobClock(jobs, mode.shards() ? shards.pieces() : layout.tasks());
    for (int job = 0; job < Math.min(mode.jobsInFlight(), jobs); job++) {
      events.add(0, What.JOB_START, job);
    }
    if (cluster.failuresPerHour() > 0) {
      for (int executor = 0; executor < cluster.executors(); executor++) {
        pushFailure(0, executor);
      }
    }
    double now = 0;
    while (!clock.allUpdated()) {
      Event event = events.next();
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
        for (int task = 0; task < layout.tasks(); task++) {
          pending.add(new SimulatedTask(subject, false, task, 0));
        }
        launch(now);
      }
      case TASK_END -> endTask(event);
      case STAGE_READY -> beginStage(now, subject);
      case RESULT_READ -> readResult(now, subject, event.number());
      case UPDATED -> {
        clock.updated(subject, now);
        if (subject + mode.jobsInFlight() < clock.jobs()) {
          startJob(now, subject + mode.jobsInFlight());
        }
      }
      case FAILURE -> fail(now, subject);
      case RESTART -> {
        slots.restore(subject);
        launch(now);
      }
    }
  }

  private void startJob(double now, int job) {
    clock.started(job, now);
    if (mode.shards()) {
      stages.put(job, new SecondStage(job, layout.tasks(), shards.pieces()));
    }
    double sent = driver.main(now, costs.startSeconds(size, cluster) + costs.encodeSeconds(size));
    events.add(sent + wireSeconds(), What.PARAMETERS_READY, job);
  }

  private double wireSeconds() {
    return cluster.network().broadcastSeconds(size.broadcastBytes(), cluster.executors());
  }

  /** Hands pending tasks to free slots, in order. */
  private void launch(double now) {
    while (!pending.isEmpty()) {
      int slot = slots.poll();
      if (slot < 0) {
        return;
      }
      SimulatedTask task = pending.remove();
      double slow = slowness[slots.executor(slot)];
      double seconds =
          task.isPiece()
              ? shards.wireSeconds() + slow * shards.taskSeconds(costs)
              : times.seconds(task, slow);
      double start = driver.schedule(now, costs.value(Constant.TASK));
      events.add(start + seconds, What.TASK_END, slot, slots.start(slot, task), seconds);
    }
  }

  private void endTask(Event event) {
    int slot = event.subject();
    if (!slots.isRunning(slot, event.number())) {
      return;
    }
    double now = event.time();
    SimulatedTask task = slots.running(slot);
    int job = task.job();
    double worked = slots.finish(slot, event.seconds());
    if (task.isPiece()) {
      stages.get(job).ended();
      send(now, job, shards.resultBytes(), 0);
    } else {
      clock.taskEnded(job, now, worked);
      if (mode.shards()) {
        write(now, task, slots.executor(slot));
      } else {
        int vectors = layout.vectorsOf(task.index());
        send(now, job, vectors * size.vectorBytes(), vectors);
      }
    }
    launch(now);
  }

  /** A result on its way to the driver, with vectors that the driver is to add up. */
  private void send(double now, int job, double bytes, int vectors) {
    double read = driver.receive(now, costs.receiveSeconds(bytes, cluster.network()));
    events.add(read, What.RESULT_READ, job, vectors, 0);
  }

  private void write(double now, SimulatedTask task, int executor) {
    SecondStage stage = stages.get(task.job());
    stage.written(task, executor);
    if (stage.isReady()) {
      events.add(driver.schedule(now, costs.value(Constant.STAGE)), What.STAGE_READY, task.job());
    }
  }

  private void beginStage(double now, int job) {
    SecondStage stage = stages.get(job);
    // An executor may have failed meanwhile, and part of the first stage runs again.
    if (stage.isReady()) {
      stage.begin(pending::add);
      launch(now);
    }
  }

  private void readResult(double now, int job, int vectors) {
    clock.resultRead(job, vectors);
    // In order, whichever job's results are complete first: an update builds on the one before.
    while (clock.turn() < clock.jobs()) {
      double merge = costs.mergeSeconds(clock.takeMerges() * size.vectorFloats());
      if (!clock.isComplete()) {
        driver.main(now, merge);
        return;
      }
      int complete = clock.turn();
      stages.remove(complete);
      events.add(driver.main(now, merge + costs.updateSeconds(size)), What.UPDATED, complete);
      clock.nextTurn();
    }
  }

  /**
   * Tasks at work on the executor run again elsewhere; results already sent are safe. Of jobs whose
   * sums executors add up, tasks whose sums lay there run again, too, and pieces that have not been
   * added up wait for them.
   */
  private void fail(double now, int executor) {
    slots.fail(executor, slot -> lose(slots.running(slot)));
    stages.forEach(
        (job, stage) -> {
          if (!stage.isDone() && stage.lose(executor, this::lose)) {
            pending.removeIf(
                task -> {
                  boolean waits = task.isPiece() && task.job() == job;
                  if (waits) {
                    stage.await(task.index());
                  }
                  return waits;
                });
            slots.stopPieces(job, stage::await);
          }
        });
    double restart = now + cluster.restartSeconds();
    events.add(restart, What.RESTART, executor);
    failures[executor]++;
    pushFailure(restart, executor);
    launch(now);
  }

  private void lose(SimulatedTask task) {
    SimulatedTask again = task.again();
    if (again.attempt() >= MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "at "
              + cluster.failuresPerHour()
              + " failures per executor-hour a task was lost "
              + MAX_ATTEMPTS
              + " times: make slices shorter");
    }
    lostSlices += task.isPiece() ? 0 : layout.slicesOf(task.index());
    pending.add(again);
  }

  private void pushFailure(double from, int executor) {
    random.reset(failureSeed, failures[executor], executor);
    events.add(from + cluster.secondsToFailure(random), What.FAILURE, executor);
  }

  private SimulatedRun summary(double end) {
    double perStep = clock.secondsPerJob(mode.jobsInFlight()) / size.stepsPerJob();
    double speed = 0;
    for (double slow : slowness) {
      speed += cluster.coresPerExecutor() / (slow * costs.value(Constant.TRANSITION));
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
