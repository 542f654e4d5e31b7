package org.gflownet.run.score;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Has a bounded number of tasks done at the same time, begun in their order. */
final class TaskWindow {
  private TaskWindow() {}

  /**
   * Does tasks; those that have begun when it is stopped or one fails come to their end.
   *
   * @param window tasks at the same time
   * @param isStopped asked before each task
   * @param work called by threads of its own
   * @return whether all were done
   */
  static <T> boolean run(List<T> tasks, int window, BooleanSupplier isStopped, Consumer<T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(window);
    Semaphore free = new Semaphore(window);
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    boolean isStoppedNow = false;
    try {
      for (T task : tasks) {
        isStoppedNow = isStopped.getAsBoolean();
        if (isStoppedNow || failure.get() != null) {
          break;
        }
        free.acquireUninterruptibly();
        threads.execute(
            () -> {
              try {
                if (failure.get() == null) {
                  work.accept(task);
                }
              } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
              } catch (Exception | Error e) {
                // Exceptions of Scala code, too, which declares no checked ones.
                failure.compareAndSet(null, new IllegalStateException("a task failed: " + e, e));
              } finally {
                free.release();
              }
            });
      }
    } finally {
      threads.shutdown();
      await(threads);
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return !isStoppedNow;
  }

  private static void await(ExecutorService threads) {
    boolean isInterrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
