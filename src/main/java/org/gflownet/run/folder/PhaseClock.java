package org.gflownet.run.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.eval.MetricsListener;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.TaskTally;
import org.gflownet.train.CheckpointListener;
import org.gflownet.train.StepReport;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/**
 * Wall time of the driver by phase, and what Spark's tasks cost: {@code timing.json} of a run
 * folder. Of this process alone: a resumed run counts anew.
 */
public final class PhaseClock {
  public static final String NAME = "timing.json";
  private static final String STEPS = "steps";

  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final TaskTally tally = new TaskTally();

  /** One phase. */
  private record Phase(String name, double seconds) {}

  /** What the file holds. */
  private record Timing(
      List<Phase> phases,
      List<TaskTally.ExecutorTime> executors,
      long failedTasks,
      long retries,
      long lostExecutors) {}

  /** To be added to Spark, where there is one. */
  public TaskTally tally() {
    return tally;
  }

  /** Adds time to a phase. */
  public void add(String phase, long nanos) {
    seconds.merge(phase, nanos * 1e-9, Double::sum);
  }

  /** Runs something as a phase. */
  public void during(String phase, Runnable work) {
    long start = System.nanoTime();
    try {
      work.run();
    } finally {
      add(phase, System.nanoTime() - start);
    }
  }

  /** The same listeners, each timed; the steps themselves are timed too. */
  public List<TrainingListener> timed(List<? extends TrainingListener> listeners) {
    List<TrainingListener> timed = new java.util.ArrayList<>();
    timed.add(new Steps());
    listeners.forEach(listener -> timed.add(new Timed(listener, phase(listener))));
    return timed;
  }

  private static String phase(TrainingListener listener) {
    if (listener instanceof MetricsListener) {
      return "evaluation";
    }
    return listener instanceof CheckpointListener ? "checkpoints" : "progress and tables";
  }

  /** The file's text. */
  public String text() {
    List<TaskTally.ExecutorTime> executors = tally.executors();
    return PlainJson.text(
            new Timing(
                seconds.entrySet().stream().map(e -> new Phase(e.getKey(), e.getValue())).toList(),
                executors,
                executors.stream().mapToLong(TaskTally.ExecutorTime::failedTasks).sum(),
                executors.stream().mapToLong(TaskTally.ExecutorTime::retries).sum(),
                executors.stream().filter(TaskTally.ExecutorTime::lost).count()))
        + "\n";
  }

  private final class Steps implements TrainingListener {
    @Override
    public void stepDone(TrainingState state, StepReport report, boolean last) {
      seconds.merge(STEPS, report.seconds(), Double::sum);
    }
  }

  /** Hands everything on; what saves and restores is called by its own name elsewhere. */
  private final class Timed implements TrainingListener {
    private final TrainingListener listener;
    private final String phase;

    Timed(TrainingListener listener, String phase) {
      this.listener = listener;
      this.phase = phase;
    }

    @Override
    public void started(TrainingState state) {
      during(phase, () -> listener.started(state));
    }

    @Override
    public void count(TrainingState state, StepReport report) {
      listener.count(state, report);
    }

    @Override
    public void stepDone(TrainingState state, StepReport report, boolean last) {
      during(phase, () -> listener.stepDone(state, report, last));
    }

    @Override
    public void stopped(TrainingState state, boolean completed) {
      during(phase, () -> listener.stopped(state, completed));
    }
  }
}
