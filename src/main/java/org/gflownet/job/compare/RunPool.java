package org.gflownet.job.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.run.setup.Session;

/**
 * Carries out runs side by side, one core each: a Spark job of one task for each run, or threads of
 * this process.
 *
 * <p>A run of a comparison is small: its steps take a millisecond or so, and a Spark job for each
 * of them would cost several. As one task it works at the speed of the engine, on any executor, and
 * a cluster of n cores does n runs at a time. A job for each run, instead of one for all, lets a
 * lost executor or a fault of Spark cost that run alone; a task that Spark starts again goes on
 * from the run's last checkpoint.
 */
final class RunPool {
  private static final long POLL_MILLIS = 200;
  private static final long PATIENCE_NANOS = 100_000_000_000L;

  private final Session session;

  /**
   * A pool.
   *
   * @param session where the runs go
   */
  RunPool(Session session) {
    this.session = session;
  }

  /**
   * Carries out all runs, or as many as there is time for.
   *
   * @param stop whether to stop: runs that are under way then write a checkpoint
   * @param done called in this thread with each outcome and the position of its run
   */
  void run(List<ComparedRun> runs, BooleanSupplier stop, ObjIntConsumer<RunOutcome> done) {
    session
        .<Runnable>choose(
            spark -> () -> onSpark(spark, runs, done, stop),
            threads -> () -> inProcess(threads, runs, done, stop))
        .run();
  }

  private record Ended(int position, RunOutcome outcome) {}

  private static void inProcess(
      int threads, List<ComparedRun> runs, ObjIntConsumer<RunOutcome> done, BooleanSupplier stop) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    try {
      for (int i = 0; i < runs.size(); i++) {
        int position = i;
        pool.execute(() -> ended.add(new Ended(position, attempt(runs.get(position), stop))));
      }
      for (int i = 0; i < runs.size(); i++) {
        Ended next = ended.take();
        done.accept(next.outcome(), next.position());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pool.shutdownNow();
    }
  }

  private static RunOutcome attempt(ComparedRun run, BooleanSupplier stop) {
    try {
      return stop.getAsBoolean() ? RunOutcome.pending() : run.run(stop);
    } catch (RuntimeException e) {
      return RunOutcome.failed(e.toString(), "");
    }
  }

  private static void onSpark(
      JavaSparkContext spark,
      List<ComparedRun> runs,
      ObjIntConsumer<RunOutcome> done,
      BooleanSupplier stop) {
    List<JavaFutureAction<List<String>>> jobs = new ArrayList<>();
    for (ComparedRun run : runs) {
      spark.setJobDescription("run " + run.location());
      jobs.add(
          spark
              .sc()
              .range(0, 1, 1, 1)
              .toJavaRDD()
              .mapPartitions(new Task(run)::call)
              .collectAsync());
    }
    boolean[] seen = new boolean[runs.size()];
    int left = runs.size();
    while (left > 0 && !stop.getAsBoolean()) {
      left -= report(jobs, seen, done);
      sleep();
    }
    if (left > 0) {
      // Tasks see that they are cancelled, write a checkpoint and end.
      jobs.forEach(job -> job.cancel(true));
      awaitTasks(spark);
      report(jobs, seen, done);
    }
  }

  private static int report(
      List<JavaFutureAction<List<String>>> jobs, boolean[] seen, ObjIntConsumer<RunOutcome> done) {
    int count = 0;
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && jobs.get(i).isDone()) {
        seen[i] = true;
        count++;
        done.accept(outcome(jobs.get(i)), i);
      }
    }
    return count;
  }

  private static RunOutcome outcome(Future<List<String>> job) {
    if (job.isCancelled()) {
      return RunOutcome.pending();
    }
    try {
      return RunOutcome.parse(job.get().get(0)).orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RunOutcome.pending();
    } catch (ExecutionException e) {
      String message = String.valueOf(e.getCause().getMessage());
      return RunOutcome.failed("Spark: " + message.lines().findFirst().orElse(""), "");
    }
  }

  private static void awaitTasks(JavaSparkContext spark) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (numTasks(spark) > 0 && System.nanoTime() < deadline) {
      sleep();
    }
  }

  private static int numTasks(JavaSparkContext spark) {
    int count = 0;
    for (var executor : spark.sc().statusTracker().getExecutorInfos()) {
      count += executor.numRunningTasks();
    }
    return count;
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The function that a task runs. */
  private record Task(ComparedRun run) implements java.io.Serializable {
    java.util.Iterator<String> call(java.util.Iterator<Object> ignored) {
      TaskContext context = TaskContext.get();
      return List.of(run.run(context::isInterrupted).text()).iterator();
    }
  }
}
