package org.gflownet.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Makes an executor process run at half speed: stops it and lets it go on in turn, for equal times,
 * from when it appears until this is closed.
 */
final class HalfSpeed implements AutoCloseable {
  private static final long MILLIS = 10;

  private final String mark;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts looking for the process.
   *
   * @param mark that its command line has, beside the executor's main class
   */
  HalfSpeed(String mark) {
    this.mark = mark;
    this.thread = new Thread(this::run, "half speed");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      Optional<ProcessHandle> executor = Optional.empty();
      while (!closed) {
        if (executor.isEmpty() || !executor.get().isAlive()) {
          executor = find();
          Thread.sleep(100);
          continue;
        }
        signal("STOP", executor.get());
        Thread.sleep(MILLIS);
        signal("CONT", executor.get());
        Thread.sleep(MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<ProcessHandle> find() {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String command = process.info().commandLine().orElse("");
              return command.contains("CoarseGrainedExecutorBackend") && command.contains(mark);
            })
        .findFirst();
  }

  private static void signal(String name, ProcessHandle process) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send signals: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
