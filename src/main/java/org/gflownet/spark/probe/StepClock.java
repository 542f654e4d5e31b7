package org.gflownet.spark.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.JavaConverters;

/**
 * What Spark tells of jobs from a moment on: when tasks were launched and had ended by the driver's
 * clock, what their results weighed, and what CPU time they took. Thread-safe.
 */
final class StepClock extends SparkListener {
  private final long fromMillis;
  private final Map<Integer, Job> jobOfStage = new HashMap<>();
  private final List<Job> jobs = new ArrayList<>();
  private int ended;
  private long bytes;
  private long taskCpuNanos;

  /** A job; times in milliseconds since 1970. */
  private static final class Job {
    private final int id;
    private long firstLaunch = Long.MAX_VALUE;
    private long lastResult;

    Job(int id) {
      this.id = id;
    }
  }

  /**
   * Nothing told yet.
   *
   * @param fromMillis jobs that began earlier do not count; milliseconds since 1970
   */
  StepClock(long fromMillis) {
    this.fromMillis = fromMillis;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    if (start.time() >= fromMillis) {
      Job job = new Job(start.jobId());
      jobs.add(job);
      for (Object stage : JavaConverters.seqAsJavaList(start.stageIds())) {
        jobOfStage.put((Integer) stage, job);
      }
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    Job job = jobOfStage.get(start.stageId());
    if (job != null) {
      job.firstLaunch = Math.min(job.firstLaunch, start.taskInfo().launchTime());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Job job = jobOfStage.get(end.stageId());
    if (job != null) {
      job.lastResult = Math.max(job.lastResult, end.taskInfo().finishTime());
      if (end.taskMetrics() != null) {
        bytes += end.taskMetrics().resultSize();
        taskCpuNanos +=
            end.taskMetrics().executorCpuTime() + end.taskMetrics().executorDeserializeCpuTime();
      }
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    if (jobs.stream().anyMatch(job -> job.id == end.jobId())) {
      ended++;
    }
  }

  /** Jobs that have ended. */
  synchronized int numEnded() {
    return ended;
  }

  /** Bytes of all results. */
  synchronized long bytes() {
    return bytes;
  }

  /** CPU seconds of the threads of all tasks. */
  synchronized double taskCpuSeconds() {
    return taskCpuNanos * 1e-9;
  }

  /** Mean milliseconds from a job's last result to the first launch of the next; 0 for one job. */
  synchronized double serialMillis() {
    double sum = 0;
    for (int i = 1; i < jobs.size(); i++) {
      sum += Math.max(0, jobs.get(i).firstLaunch - jobs.get(i - 1).lastResult);
    }
    return jobs.size() < 2 ? 0 : sum / (jobs.size() - 1);
  }
}
