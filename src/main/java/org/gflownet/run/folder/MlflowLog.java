package org.gflownet.run.folder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gflownet.config.GflownetConfig;
import org.gflownet.spark.RunDirectory;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * Sends reports to an MLflow server from a thread of its own. Training only puts them into a queue:
 * a server that is slow or gone costs it no time, and one line. What could not be sent is tried
 * again with the next report, and at the end, which waits {@value #PATIENCE_SECONDS} s at most.
 */
final class MlflowLog implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  /** Reports that are kept for a server that does not answer; later ones are left out. */
  private static final int MAX_WAITING = 10_000;

  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final MlflowRun run;
  private final String server;
  private final Duration patience;
  private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread sender = new Thread(this::work, "mlflow");
  private final AtomicBoolean hasWarned = new AtomicBoolean();
  private volatile long askedAt = NOT_WAITING;
  private Task.End end = new Task.End(RunStatus.FAILED, Map.of());

  /** What the thread has to do. */
  private sealed interface Task {
    record Send(MlflowRun.Report report) implements Task {}

    record End(RunStatus status, Map<String, String> tags) implements Task {}
  }

  /**
   * Starts the thread.
   *
   * @param server its address, to name it
   * @param patience with a call of the server
   */
  MlflowLog(MlflowRun run, String server, Duration patience) {
    this.run = run;
    this.server = server;
    this.patience = patience;
    sender.setDaemon(true);
    sender.start();
  }

  /** The log, where {@code report.mlflow.tracking-uri} asks for it. */
  static Optional<MlflowLog> of(GflownetConfig config, RunDirectory directory) {
    return config
        .report()
        .mlflow()
        .trackingUri()
        .map(
            uri ->
                new MlflowLog(
                    new MlflowRun(config, directory, System.getenv()),
                    uri,
                    Duration.ofSeconds(PATIENCE_SECONDS)));
  }

  /** Adds a report: whatever in it is a finite number. */
  void add(Map<String, Object> figures) {
    Map<String, Double> numbers = new TreeMap<>();
    RunLogs.numbers(figures).forEach((name, value) -> numbers.put(name, value.doubleValue()));
    long step = ((Number) figures.get("step")).longValue();
    long now = System.currentTimeMillis();
    if (now - askedAt > patience.toMillis()) {
      warn("no answer");
    }
    if (!queue.offer(new Task.Send(new MlflowRun.Report(now, step, numbers)))) {
      warn(MAX_WAITING + " reports wait for an answer");
    }
  }

  /** Says how the run ends; without it, it has failed. */
  void ended(RunStatus status, Map<String, String> tags) {
    end = new Task.End(status, tags);
  }

  private void work() {
    List<MlflowRun.Report> reports = new ArrayList<>();
    try {
      while (true) {
        Task task = queue.take();
        if (task instanceof Task.Send send) {
          reports.add(send.report());
        }
        // One call for all that came in meanwhile.
        if (task instanceof Task.End || queue.isEmpty()) {
          send(reports);
        }
        if (task instanceof Task.End last) {
          finish(last);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<MlflowRun.Report> reports) {
    askedAt = System.currentTimeMillis();
    try {
      run.send(reports);
      reports.clear();
    } catch (RuntimeException e) {
      warn(reason(e));
      while (reports.size() > MAX_WAITING) {
        reports.remove(reports.size() - 1);
      }
    } finally {
      askedAt = NOT_WAITING;
    }
  }

  private void finish(Task.End last) {
    try (run) {
      run.end(last.status(), last.tags());
    } catch (RuntimeException e) {
      warn(reason(e));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.substring(0, Math.min(message.length(), 300));
  }

  private void warn(String reason) {
    if (hasWarned.compareAndSet(false, true)) {
      System.err.println(
          "gflownet: MLflow at "
              + server
              + " lacks reports of this run: "
              + reason
              + "; training goes on, and metrics.jsonl has them all");
    }
  }

  @Override
  public void close() {
    boolean isQueued = queue.offer(end);
    try {
      if (isQueued) {
        sender.join(patience.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (sender.isAlive()) {
      warn("no answer");
      sender.interrupt();
    }
  }
}
