package org.gflownet.spark.probe;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.objective.GradientSum;
import org.gflownet.scaling.DriverRun;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;

/**
 * Measures what steps cost the driver, on a context that the caller closes. The slices are {@link
 * SyntheticWorkers}'; everything else is what training runs.
 */
public final class DriverProbe {
  private static final int MIN_STEPS = 8;

  /** Tasks of a core until the code of an executor is compiled. */
  private static final int WARM_UP_TASKS = 300;

  private static final int WARM_UP_TASKS_A_STEP = 10;
  private static final int WARM_UP_FLOATS = 1000;
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int SHOWN_THREADS = 5;
  private static final AtomicLong CELLS = new AtomicLong();

  private final JavaSparkContext spark;
  private final int executors;
  private final int cores;

  /**
   * What to measure.
   *
   * @param tasks of a step, with one slice each
   * @param floats length of parameters and results
   * @param workSeconds of a slice
   * @param gather how results come together
   */
  public record Cell(int tasks, int floats, double workSeconds, Gather gather) {}

  /**
   * What was measured.
   *
   * @param run its figures
   * @param threads the busiest ones of the driver with their milliseconds a step, in words
   */
  public record Outcome(DriverRun run, String threads) {}

  /**
   * A probe.
   *
   * @param executors that the context has
   * @param cores of all of them
   */
  public DriverProbe(JavaSparkContext spark, int executors, int cores) {
    this.spark = spark;
    this.executors = executors;
    this.cores = cores;
  }

  /**
   * Runs steps of many short tasks, by which driver and executors compile what all cells share. An
   * executor that gets one task a step would take hundreds of steps to that.
   */
  public void warmUp() {
    int tasks = WARM_UP_TASKS_A_STEP * cores;
    int rounds = WARM_UP_TASKS / WARM_UP_TASKS_A_STEP / Gather.values().length;
    for (Gather gather : Gather.values()) {
      SyntheticWorkers workers =
          new SyntheticWorkers("probe " + CELLS.incrementAndGet(), WARM_UP_FLOATS, 0);
      try (StepExecutor executor = gather.executor(spark, workers, tasks)) {
        float[] parameters = new float[WARM_UP_FLOATS];
        for (int step = 0; step < rounds; step++) {
          step(executor, tasks, parameters, step);
        }
      }
    }
  }

  /**
   * Measures a cell.
   *
   * @param warmUpSeconds of steps that do not count, at least some steps
   * @param seconds of steps that do, likewise
   * @throws IllegalStateException if a step loses or repeats a slice
   */
  public Outcome measure(Cell cell, double warmUpSeconds, double seconds) {
    SyntheticWorkers workers =
        new SyntheticWorkers("probe " + CELLS.incrementAndGet(), cell.floats(), cell.workSeconds());
    try (StepExecutor executor = cell.gather().executor(spark, workers, cell.tasks())) {
      float[] parameters = new float[cell.floats()];
      int warm = steps(executor, cell.tasks(), parameters, 0, warmUpSeconds);
      StepClock clock = new StepClock(System.currentTimeMillis());
      spark.sc().addSparkListener(clock);
      try {
        String application = spark.sc().applicationId();
        ProcessLoad before = ProcessLoad.now(application);
        long start = System.nanoTime();
        int steps = steps(executor, cell.tasks(), parameters, warm, seconds);
        double wall = (System.nanoTime() - start) * 1e-9;
        ProcessLoad used = ProcessLoad.now(application).since(before);
        await(clock, steps);
        return outcome(cell, steps, wall, used, clock);
      } finally {
        spark.sc().removeSparkListener(clock);
      }
    }
  }

  private static int steps(
      StepExecutor executor, int tasks, float[] parameters, int first, double seconds) {
    long start = System.nanoTime();
    int done = 0;
    while (done < MIN_STEPS || (System.nanoTime() - start) * 1e-9 < seconds) {
      step(executor, tasks, parameters, first + done);
      done++;
    }
    return done;
  }

  private static void step(StepExecutor executor, int tasks, float[] parameters, int step) {
    StepRequest request = new StepRequest(step, 0, tasks, tasks, Exploration.NONE, step);
    GradientSum sum = executor.execute(request, parameters).gradient();
    if (sum.weight(0) != tasks) {
      throw new IllegalStateException(
          "step " + step + " came to " + sum.weight(0) + " slices, not " + tasks);
    }
  }

  /** Waits until Spark, which tells what happened some time later, has told of all steps. */
  private void await(StepClock clock, int steps) {
    try {
      spark.sc().listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
    } catch (TimeoutException e) {
      // The number of steps that it told of says so.
    }
    if (clock.numEnded() < steps) {
      throw new IllegalStateException(
          "Spark told of " + clock.numEnded() + " of " + steps + " steps: its listeners lag");
    }
  }

  private Outcome outcome(Cell cell, int steps, double wall, ProcessLoad used, StepClock clock) {
    double tasksHere = used.threads().getOrDefault(ProcessLoad.TASKS, 0.0);
    double perStep = 1e3 / steps;
    Map.Entry<String, Double> busiest =
        used.threads().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(ProcessLoad.TASKS))
            .max(Map.Entry.comparingByValue())
            .orElse(Map.entry("none", 0.0));
    double executorSeconds =
        spark.isLocal()
            ? tasksHere
            : used.executors() == executors ? used.executorCpuSeconds() : clock.taskCpuSeconds();
    double computedOut = spark.isLocal() ? 0 : 4.0 * cell.floats() * executors;
    int waves = (cell.tasks() + cores - 1) / cores;
    DriverRun run =
        new DriverRun(
            executors,
            cell.tasks(),
            cell.floats(),
            cell.gather().key(),
            waves * cell.workSeconds() * 1e3,
            steps,
            Math.max(0, used.cpuSeconds() - used.compilerSeconds() - tasksHere) * perStep,
            busiest.getKey(),
            busiest.getValue() * perStep,
            clock.serialMillis(),
            (double) clock.bytes() / steps,
            Double.isNaN(used.bytesWritten()) ? computedOut : used.bytesWritten() / steps,
            cell.gather().vectorsMerged(cell.tasks(), cell.tasks()),
            wall * perStep,
            executorSeconds / wall);
    String threads =
        String.format(
            Locale.ROOT,
            "%s; compilers aside %.2f",
            inWords(used.threads(), perStep),
            used.compilerSeconds() * perStep);
    return new Outcome(run, threads);
  }

  private static String inWords(Map<String, Double> threads, double perStep) {
    return threads.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN_THREADS)
        .map(
            entry ->
                String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue() * perStep))
        .collect(Collectors.joining(", "));
  }
}
