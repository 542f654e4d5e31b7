package org.gflownet.run.setup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.gflownet.train.TaskMemoryException;

/**
 * What ended a command for lack of memory, as an exception tells it.
 *
 * @param place where memory did not suffice
 * @param reason in the words of the JVM; empty where they did not come through
 * @param heapMiB largest heap of that process; 0 where it is not known
 */
public record MemoryFault(Place place, String reason, long heapMiB) {
  private static final Pattern TASK =
      Pattern.compile(
          "a task ran out of memory \\((.*?)\\) in a process with a heap of (\\d+) MiB",
          Pattern.DOTALL);
  private static final Pattern ERROR = Pattern.compile("OutOfMemoryError(?:: ([^\\n]+))?");

  /** Spark's exit code of an executor that ran out of memory outside of a task's own code. */
  private static final Pattern LOST =
      Pattern.compile("[Ee]xit(?:ed with)? (?:code|status):? 52\\b");

  /** In local modes Spark calls the driver an executor of that name. */
  private static final Pattern IN_DRIVER = Pattern.compile("\\(\\S+ executor driver\\)");

  /** What JavaCPP says, whose arrays are beside the heap. */
  private static final Pattern NATIVE =
      Pattern.compile("Cannot allocate new|Physical memory usage|Failed to allocate|maxBytes");

  private static final int MAX_CAUSES = 20;

  /** Where it was. */
  enum Place {
    /** On the driver, outside of tasks. */
    DRIVER,
    /** In a task that ran in the driver's process. */
    TASK_OF_DRIVER,
    /** In a task on an executor. */
    EXECUTOR
  }

  /** What an exception says of memory; empty if it is about something else. */
  public static Optional<MemoryFault> of(Throwable exception) {
    Throwable next = exception;
    for (int i = 0; i < MAX_CAUSES && next != null; i++) {
      if (next instanceof OutOfMemoryError error) {
        return Optional.of(onDriver(Place.DRIVER, String.valueOf(error.getMessage())));
      }
      Optional<MemoryFault> told = ofMessage(next);
      if (told.isPresent()) {
        return told;
      }
      next = next.getCause();
    }
    return Optional.empty();
  }

  private static Optional<MemoryFault> ofMessage(Throwable exception) {
    String message = String.valueOf(exception.getMessage());
    boolean here = exception instanceof TaskMemoryException || IN_DRIVER.matcher(message).find();
    Place place = here ? Place.TASK_OF_DRIVER : Place.EXECUTOR;
    Matcher task = TASK.matcher(message);
    if (task.find()) {
      return Optional.of(new MemoryFault(place, task.group(1), Long.parseLong(task.group(2))));
    }
    if (!isOfSpark(exception)) {
      return Optional.empty();
    }
    Matcher error = ERROR.matcher(message);
    if (error.find()) {
      String reason = error.group(1) == null ? "" : error.group(1).strip();
      return Optional.of(here ? onDriver(place, reason) : new MemoryFault(place, reason, 0));
    }
    return LOST.matcher(message).find()
        ? Optional.of(new MemoryFault(place, "", 0))
        : Optional.empty();
  }

  /** Whether an exception is Spark's report of a job. */
  public static boolean isOfSpark(Throwable exception) {
    return exception instanceof SparkException || exception.getCause() instanceof SparkException;
  }

  private static MemoryFault onDriver(Place place, String reason) {
    return new MemoryFault(place, reason, Runtime.getRuntime().maxMemory() >> 20);
  }

  /** Whether what ran out is beside the heap. */
  boolean isNative() {
    return NATIVE.matcher(reason).find();
  }

  /** Whether the heap of an executor is to be made larger, not that of the driver. */
  boolean isOnExecutor() {
    return place == Place.EXECUTOR;
  }

  /** What happened, as the beginning of a line. */
  public String happening() {
    String where =
        switch (place) {
          case DRIVER -> "on the driver";
          case TASK_OF_DRIVER -> "in a task in the driver's process";
          case EXECUTOR -> "in a task on an executor";
        };
    return "out of memory"
        + (reason.isEmpty() ? " " : " (" + reason.lines().findFirst().orElse("") + ") ")
        + where
        + (heapMiB == 0 ? "" : ", with a heap of " + heapMiB + " MiB");
  }

  /**
   * How to give it more, as a clause.
   *
   * @param sparkSubmits whether spark-submit starts the driver; in-process it does not
   */
  public String remedy(boolean sparkSubmits) {
    if (isNative()) {
      return "set a larger GFLOWNET_NATIVE_MEMORY";
    }
    if (isOnExecutor()) {
      return "set a larger cluster.executor-memory (or -- --executor-memory)";
    }
    return sparkSubmits
        ? "set a larger -- --driver-memory (or GFLOWNET_DRIVER_MEMORY)"
        : "set a larger GFLOWNET_DRIVER_MEMORY";
  }
}
