package org.gflownet.reward.chem.docking;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gflownet.reward.chem.docking.ExternalProgramException.Kind;

/**
 * An executable that is run with arguments, never through a shell, within limits of time and
 * output.
 *
 * <p>However a run ends, the processes that it started are killed: those seen below it at any time
 * while it ran. One that leaves its parent between two looks, {@value #LOOK_MILLIS} ms apart, is
 * missed. Immutable; thread-safe.
 */
public final class ExternalProgram {
  private static final long LOOK_MILLIS = 20;
  private static final long REAP_MILLIS = 2000;
  private static final int MAX_MESSAGE = 300;

  private final String executable;
  private final String remedy;
  private final int maxOutputBytes;

  /**
   * An executable, looked up when it is run.
   *
   * @param executable a name on the PATH, or a path
   * @param remedy what to do if there is none, to follow "not found: "
   * @param maxOutputBytes over standard output and standard error together; a program that writes
   *     more is killed
   */
  public ExternalProgram(String executable, String remedy, int maxOutputBytes) {
    if (executable.isBlank()) {
      throw new IllegalArgumentException("an external program needs a name or a path: " + remedy);
    }
    if (maxOutputBytes < 1) {
      throw new IllegalArgumentException(
          executable + ": output limit " + maxOutputBytes + " bytes must be at least 1");
    }
    this.executable = executable;
    this.remedy = remedy;
    this.maxOutputBytes = maxOutputBytes;
  }

  /** Its name or path, as given. */
  public String executable() {
    return executable;
  }

  /**
   * Runs it to its end.
   *
   * @param directory working directory
   * @param timeout for the whole run
   * @param arguments passed as they are
   * @return what it wrote, standard error among standard output
   * @throws ExternalProgramException missing, over a limit, or an exit code other than 0: one line
   *     that names the program
   * @throws InterruptedException the thread was interrupted; nothing is left running
   */
  public String run(Path directory, Duration timeout, List<String> arguments)
      throws ExternalProgramException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Process process = start(directory, arguments);
    Set<ProcessHandle> family = new LinkedHashSet<>();
    OutputBuffer output = new OutputBuffer(process.getInputStream(), maxOutputBytes);
    output.start();
    try {
      awaitEnd(process, family, output, deadline, timeout);
    } finally {
      kill(process, family);
      output.close();
    }
    if (output.isOverflowing()) {
      throw flooded();
    }
    int code = process.exitValue();
    if (code != 0) {
      throw new ExternalProgramException(
          executable + ": exit code " + code + ": " + lastLine(output.text()), Kind.THIS_TIME);
    }
    return output.text();
  }

  private Process start(Path directory, List<String> arguments) throws ExternalProgramException {
    List<String> command = new ArrayList<>();
    command.add(executable);
    command.addAll(arguments);
    if (!Files.isDirectory(directory)) {
      throw new ExternalProgramException(
          executable + ": no directory " + directory, Kind.NO_PROGRAM);
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new ExternalProgramException(
          executable + " not found or not executable: " + remedy, Kind.NO_PROGRAM);
    }
  }

  private void awaitEnd(
      Process process,
      Set<ProcessHandle> family,
      OutputBuffer output,
      long deadline,
      Duration timeout)
      throws ExternalProgramException, InterruptedException {
    do {
      process.descendants().forEach(family::add);
      if (output.isOverflowing()) {
        throw flooded();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new ExternalProgramException(
            executable + ": no end within " + timeout.toMillis() / 1000.0 + " s, killed",
            Kind.THIS_TIME);
      }
    } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }

  private ExternalProgramException flooded() {
    return new ExternalProgramException(
        executable + ": wrote more than " + maxOutputBytes + " bytes, killed", Kind.THIS_TIME);
  }

  /** Kills the children before and after their parent: it may start more until it is dead. */
  private static void kill(Process process, Set<ProcessHandle> family) {
    process.descendants().forEach(family::add);
    // Through its handle: Process.destroyForcibly also closes the pipe, with output still in it.
    process.toHandle().destroyForcibly();
    for (ProcessHandle member : List.copyOf(family)) {
      member.descendants().forEach(family::add);
    }
    family.forEach(ProcessHandle::destroyForcibly);
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REAP_MILLIS);
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      try {
        process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String lastLine(String output) {
    String last = "no message";
    for (String line : output.lines().toList()) {
      last = line.isBlank() ? last : line.strip();
    }
    return last.length() > MAX_MESSAGE ? last.substring(0, MAX_MESSAGE) + "..." : last;
  }

  /**
   * Reads a program's output in a thread of its own, so that a full pipe stops nobody, and keeps
   * the first bytes of it.
   */
  private static final class OutputBuffer implements AutoCloseable {
    private final InputStream in;
    private final byte[] bytes;
    private final Thread reader;
    private volatile int count;
    private volatile boolean overflowing;

    OutputBuffer(InputStream in, int limit) {
      this.in = in;
      bytes = new byte[limit];
      reader = new Thread(this::read, "output of an external program");
      reader.setDaemon(true);
    }

    void start() {
      reader.start();
    }

    private void read() {
      try {
        int total = 0;
        int read = in.read(bytes, 0, bytes.length);
        while (read > 0) {
          total += read;
          count = total;
          read = total < bytes.length ? in.read(bytes, total, bytes.length - total) : -1;
        }
        overflowing = total == bytes.length && in.read() >= 0;
      } catch (IOException e) {
        // The pipe was closed from this side: what was read until then is the output.
      }
    }

    boolean isOverflowing() {
      return overflowing;
    }

    String text() {
      return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    /**
     * Waits for what is in the pipe; a process that escaped and holds it open is not waited for.
     */
    @Override
    public void close() {
      boolean interrupted = Thread.interrupted();
      try {
        reader.join(REAP_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
