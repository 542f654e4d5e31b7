package org.gflownet.spark.store;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is waited for when a store takes its time: clients of stores try for minutes, and say
 * nothing meanwhile.
 */
public final class Waiting {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
  private static final long FIRST_SECONDS = 5;
  private static final long AGAIN_SECONDS = 30;

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "waiting for a store");
            thread.setDaemon(true);
            return thread;
          });

  private Waiting() {}

  /** Asks a store for something. */
  public interface Access<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does something, and says so if it takes long.
   *
   * @param what in words, as in "s3a://bucket/run to list it"
   */
  public static <T> T told(Supplier<String> what, Access<T> access) throws IOException {
    long start = System.nanoTime();
    Future<?> telling =
        CLOCK.scheduleAtFixedRate(
            () ->
                LOG.warn(
                    "waiting for {} for {} s",
                    what.get(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)),
            FIRST_SECONDS,
            AGAIN_SECONDS,
            TimeUnit.SECONDS);
    try {
      return access.run();
    } finally {
      telling.cancel(false);
    }
  }
}
