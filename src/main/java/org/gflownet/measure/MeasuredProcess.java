package org.gflownet.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process whose output goes to a file, watched for its time and its memory. Ended with its
 * descendants when it is closed.
 */
final class MeasuredProcess implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int USER_MISTAKE = 2;
  private static final String COMPLAINT = "gflownet: ";
  private static final long POLL_MILLIS = 50;
  private static final long GRACE_SECONDS = 20;

  private final List<String> command;
  private final Path output;
  private final Process process;
  private final long started = System.nanoTime();
  private long peakKiB;

  /**
   * Starts a process.
   *
   * @param command and its arguments
   * @param environment added to this process's own
   * @param directory to run in
   * @param output takes standard output and standard error
   */
  MeasuredProcess(
      List<String> command, Map<String, String> environment, Path directory, Path output) {
    this.command = command;
    this.output = output;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  /** Seconds since the start. */
  double seconds() {
    return (System.nanoTime() - started) * 1e-9;
  }

  /**
   * Largest resident set of the process itself so far in MiB; NaN where the system does not say.
   */
  double peakMiB() {
    return peakKiB == 0 ? Double.NaN : peakKiB / 1024.0;
  }

  /** What it has printed. */
  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }

  /**
   * Waits until the process ends, a condition holds or the time is over.
   *
   * @throws RefusedException if it ended with the exit code for a user's mistake
   * @throws IllegalStateException if it ended with another exit code than 0
   */
  void await(double limitSeconds, BooleanSupplier enough) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      watchMemory();
      // Asked after the end as well: the last report may have come just before it.
      if (enough.getAsBoolean() || seconds() > limitSeconds) {
        return;
      }
    }
    if (process.exitValue() == USER_MISTAKE) {
      List<String> lines = printed().lines().filter(line -> line.startsWith(COMPLAINT)).toList();
      if (!lines.isEmpty()) {
        throw new RefusedException(lines.get(lines.size() - 1).substring(COMPLAINT.length()));
      }
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with code " + process.exitValue() + ":\n" + tail());
    }
  }

  private String tail() {
    List<String> lines = printed().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private void watchMemory() {
    try {
      Matcher matcher =
          PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
      if (matcher.find()) {
        peakKiB = Math.max(peakKiB, Long.parseLong(matcher.group(1)));
      }
    } catch (IOException e) {
      // It has just ended, or this system has no /proc: then the figure is left out.
    }
  }

  /** Asks the process to end, insists after a while, and leaves no descendant behind. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
