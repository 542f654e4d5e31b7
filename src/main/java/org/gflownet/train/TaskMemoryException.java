package org.gflownet.train;

import java.util.function.Supplier;

/**
 * A task has run out of memory. In place of the {@link OutOfMemoryError}, for which Spark ends the
 * process: in local modes that of the driver, before it could say why.
 */
public final class TaskMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private TaskMemoryException(OutOfMemoryError error) {
    super(
        "a task ran out of memory ("
            + String.valueOf(error.getMessage()).lines().findFirst().orElse("")
            + ") in a process with a heap of "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB",
        null,
        false,
        // Without a stack trace, which Spark would log once for each try: it is no fault of the
        // code.
        false);
  }

  /**
   * Runs what a task does.
   *
   * @throws TaskMemoryException if memory does not suffice; what the body held is free again
   */
  public static <R> R guard(Supplier<R> body) {
    try {
      return body.get();
    } catch (OutOfMemoryError e) {
      throw new TaskMemoryException(e);
    }
  }
}
