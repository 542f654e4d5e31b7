package org.gflownet.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop after the current step, and holds the JVM's
 * shutdown until the run has written its checkpoint.
 *
 * <p>Hadoop's hook manager runs its hooks one after the other by priority: this one comes before
 * Spark's, which would otherwise stop the context under the running step. The JVM then ends with
 * 130 or 143 by itself.
 */
public final class Interruption implements AutoCloseable {
  private static final int BEFORE_SPARK = 1000;
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Runnable hook = this::interrupt;
  private volatile boolean requested;

  public Interruption() {
    ShutdownHookManager.get()
        .addShutdownHook(hook, BEFORE_SPARK, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the run is to stop. */
  public boolean requested() {
    return requested;
  }

  private void interrupt() {
    requested = true;
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("gflownet: the current step did not end in time; no checkpoint of it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended and written what it must. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested && !ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
