package org.gflownet.spark;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels jobs that wait for executors which do not come. Spark itself waits for ever, also where a
 * master that came back without its memory has ended a run's executors and gives it no others.
 *
 * <p>Looks once a second, and only seconds count in which jobs wait and no executor is there. Lives
 * on the driver.
 */
public final class ExecutorWatch {
  /** Begins the reason of the cancelled jobs. */
  public static final String REASON = "no executor has been there for ";

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);
  private static final int WARN_AFTER_SECONDS = 15;

  private final int patience;
  private int waited;

  /** What a look comes to. */
  enum Verdict {
    /** Jobs run, or there are none. */
    FINE,
    /** To be told. */
    WARN,
    /** Waited long enough. */
    CANCEL
  }

  /**
   * A watch that has seen nothing yet.
   *
   * @param patience seconds after which jobs are cancelled
   */
  ExecutorWatch(int patience) {
    this.patience = patience;
  }

  /**
   * Watches a context until it is stopped.
   *
   * @param patience seconds without any executor after which its jobs are cancelled
   */
  public static void start(SparkContext spark, int patience) {
    ExecutorWatch watch = new ExecutorWatch(patience);
    Thread thread = new Thread(() -> watch.run(spark), "executor watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(SparkContext spark) {
    try {
      while (!spark.isStopped()) {
        TimeUnit.SECONDS.sleep(1);
        // The driver is among them.
        boolean none = spark.statusTracker().getExecutorInfos().length <= 1;
        int[] jobs = spark.statusTracker().getActiveJobIds();
        act(look(none && jobs.length > 0), spark, jobs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      LOG.debug("the context was stopped under the watch", e);
    }
  }

  /** Counts a second. */
  Verdict look(boolean starving) {
    waited = starving ? waited + 1 : 0;
    if (waited >= patience) {
      return Verdict.CANCEL;
    }
    return waited == WARN_AFTER_SECONDS ? Verdict.WARN : Verdict.FINE;
  }

  private void act(Verdict verdict, SparkContext spark, int[] jobs) {
    if (verdict == Verdict.WARN) {
      LOG.warn(
          "{}{} s; the run waits for some, and ends after {} s (cluster.executor-timeout)",
          REASON,
          waited,
          patience);
    } else if (verdict == Verdict.CANCEL) {
      for (int job : jobs) {
        spark.cancelJob(job, REASON + patience + " s (cluster.executor-timeout)");
      }
    }
  }
}
