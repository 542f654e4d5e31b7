package org.gflownet.spark;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.runtime.BoxedUnit;

/**
 * Runs tasks on executors, many of them in one Spark job, and gives what each comes to as soon as
 * it has ended. A job costs the driver several milliseconds, a task of it a fraction of one.
 *
 * <p>On the driver, for one thread, which starts jobs and takes outcomes; it waits for none of the
 * other tasks of a job.
 *
 * @param <T> what a task gets; serialisable
 */
public final class SparkTasks<T> implements AutoCloseable {
  /** Local property with the id of a job, by which the listener knows its stage. */
  private static final String JOB = "gflownet.tasks";

  /** Jobs of this process. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final JavaSparkContext spark;
  private final SparkSlices slices;
  private final Body<T> body;
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private final Set<Job> underWay = new HashSet<>();
  private final Begun begun = new Begun();
  private int unfinished;

  /**
   * What tasks do; it travels once for each job, so what they share belongs here.
   *
   * @param <T> what a task gets
   */
  @FunctionalInterface
  public interface Body<T> extends Serializable {
    /** Does a task, on an executor; what comes of it, as text. */
    String run(T input);
  }

  /**
   * What came of a task.
   *
   * @param input of it
   * @param text that the body gave
   * @param millis that the body took
   */
  public record Outcome<T>(T input, String text, long millis) {}

  /** A task of a job, or the job itself, has ended. */
  private record Event<T>(Job job, Outcome<T> outcome, Throwable failure) {}

  private static final class Job {
    private final String id;
    private int unfinished;
    private boolean isCancelled;
    private FutureAction<BoxedUnit> action;

    Job(int size) {
      this.id = Long.toString(NUMBERS.incrementAndGet());
      this.unfinished = size;
    }
  }

  /**
   * No task as yet.
   *
   * @param spark a context that the caller closes
   */
  public SparkTasks(JavaSparkContext spark, Body<T> body) {
    this.spark = spark;
    this.body = body;
    this.slices = new SparkSlices(spark, Optional.empty());
    spark.sc().addSparkListener(begun);
  }

  /**
   * Starts a job, behind those under way.
   *
   * @param description what Spark's pages say of it
   * @param inputs of its tasks
   */
  public void start(String description, List<T> inputs) {
    Job job = new Job(inputs.size());
    spark.setLocalProperty(JOB, job.id);
    try {
      job.action =
          slices.named(
              description,
              () -> {
                TaskRdd<T> tasks = new TaskRdd<>(spark.sc(), body, inputs);
                return SliceJob.submit(
                    spark,
                    tasks,
                    inputs.size(),
                    (task, result) -> events.add(outcome(job, inputs.get(task), result)),
                    failure -> events.add(new Event<>(job, null, failure)));
              });
    } finally {
      spark.setLocalProperty(JOB, null);
    }
    underWay.add(job);
    unfinished += inputs.size();
  }

  private static <T> Event<T> outcome(Job job, T input, String result) {
    Outcome<T> outcome = new Outcome<>(input, TaskRdd.text(result), TaskRdd.millis(result));
    return new Event<>(job, outcome, null);
  }

  /** How many tasks were started and have not ended. */
  public int unfinished() {
    return unfinished;
  }

  /**
   * Waits for the next task to end.
   *
   * @param millis longest time
   * @return empty if none did
   * @throws IllegalStateException if a task failed for good, or its job was cancelled by others;
   *     the other tasks of the job are given up
   */
  public Optional<Outcome<T>> next(long millis) throws InterruptedException {
    Event<T> event = events.poll(millis, TimeUnit.MILLISECONDS);
    if (event == null || !underWay.contains(event.job())) {
      return Optional.empty();
    }
    Job job = event.job();
    if (event.outcome() != null) {
      job.unfinished--;
      unfinished--;
      return Optional.of(event.outcome());
    }
    underWay.remove(job);
    begun.forget(job.id);
    unfinished -= job.unfinished;
    if (event.failure() != null && !job.isCancelled) {
      throw new IllegalStateException("a job failed: " + event.failure(), event.failure());
    }
    return Optional.empty();
  }

  /**
   * Cancels the jobs of which no task has begun. One that begins in this moment is killed.
   *
   * @return how many tasks will not be done
   */
  public int cancelUnbegun() {
    int cancelled = 0;
    for (Job job : underWay) {
      if (!job.isCancelled && !job.action.isCompleted() && !begun.has(job.id)) {
        job.isCancelled = true;
        job.action.cancel();
        cancelled += job.unfinished;
      }
    }
    return cancelled;
  }

  /** Takes no outcomes any more. */
  @Override
  public void close() {
    spark.sc().removeSparkListener(begun);
  }

  /** Knows the jobs of which a task has begun; Spark tells it a moment later. */
  private static final class Begun extends SparkListener {
    private final Map<Integer, String> stages = new ConcurrentHashMap<>();
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    boolean has(String job) {
      return jobs.contains(job);
    }

    /** A job whose end is known; one of which Spark tells later still stays, a few bytes. */
    void forget(String job) {
      jobs.remove(job);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      String job = stage.properties() == null ? null : stage.properties().getProperty(JOB);
      if (job != null) {
        stages.put(stage.stageInfo().stageId(), job);
      }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      String job = stages.get(task.stageId());
      if (job != null) {
        jobs.add(job);
      }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      stages.remove(stage.stageInfo().stageId());
    }
  }
}
