package org.gflownet.spark.probe;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What this process and the executors on this machine have used so far; a difference of two says
 * what they used in between.
 *
 * @param cpuSeconds of this process
 * @param threads CPU seconds of its live threads by their common name
 * @param compilerSeconds CPU seconds of the JVM's compilers, which are done one day; 0 where the
 *     system does not tell
 * @param bytesWritten by this process to files and connections; NaN where the system does not tell
 * @param executors processes of executors found on this machine
 * @param executorCpuSeconds of those
 */
record ProcessLoad(
    double cpuSeconds,
    Map<String, Double> threads,
    double compilerSeconds,
    double bytesWritten,
    int executors,
    double executorCpuSeconds) {

  /** Threads on which a driver runs tasks in local modes. */
  static final String TASKS = "Executor task launch worker";

  /** As the system names them, of which it keeps fifteen characters. */
  private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");

  private static final Path PROCESSES = Path.of("/proc");

  /** As it is now. */
  static ProcessLoad now(String applicationId) {
    int found = 0;
    double cpu = 0;
    String mark = "--app-id\0" + applicationId + "\0";
    if (Files.isDirectory(PROCESSES)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
        for (Path process : all) {
          OptionalDouble seconds = cpuSeconds(process, mark);
          if (seconds.isPresent()) {
            found++;
            cpu += seconds.getAsDouble();
          }
        }
      } catch (IOException e) {
        found = 0;
      }
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new ProcessLoad(
        system.getProcessCpuTime() * 1e-9,
        threadSeconds(),
        compilerSecondsSoFar(),
        bytesWrittenSoFar(),
        found,
        cpu);
  }

  private static double compilerSecondsSoFar() {
    double nanos = 0;
    Path own = Path.of("/proc/self/task");
    if (!Files.isDirectory(own)) {
      return 0;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(own)) {
      for (Path thread : threads) {
        nanos += compilerNanos(thread);
      }
    } catch (IOException e) {
      return 0;
    }
    return nanos * 1e-9;
  }

  private static double compilerNanos(Path thread) {
    try {
      return COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()
          ? Double.parseDouble(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0])
          : 0;
    } catch (IOException | NumberFormatException e) {
      // It has just ended.
      return 0;
    }
  }

  private static OptionalDouble cpuSeconds(Path process, String mark) {
    try {
      String command =
          new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
      if (!command.contains(mark)) {
        return OptionalDouble.empty();
      }
      return ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
          .flatMap(handle -> handle.info().totalCpuDuration())
          .map(Duration::toNanos)
          .map(nanos -> OptionalDouble.of(nanos * 1e-9))
          .orElse(OptionalDouble.empty());
    } catch (IOException | NumberFormatException e) {
      // It has just ended, or is somebody else's.
      return OptionalDouble.empty();
    }
  }

  private static Map<String, Double> threadSeconds() {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    Map<String, Double> seconds = new HashMap<>();
    Map<Long, String> names = new HashMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.put(thread.getId(), thread.getName());
    }
    for (long id : bean.getAllThreadIds()) {
      long nanos = bean.getThreadCpuTime(id);
      if (nanos > 0 && names.containsKey(id)) {
        seconds.merge(commonName(names.get(id)), nanos * 1e-9, Double::sum);
      }
    }
    return seconds;
  }

  /** A thread's name without what tells it from others of its pool. */
  static String commonName(String name) {
    return name.startsWith(TASKS) ? TASKS : name.replaceFirst("([-_ ]?\\d+)+$", "");
  }

  private static double bytesWrittenSoFar() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
        if (line.startsWith("wchar:")) {
          return Double.parseDouble(line.substring(6).trim());
        }
      }
    } catch (IOException e) {
      // This system has no such file.
    }
    return Double.NaN;
  }

  /** What was used since an earlier moment; of threads that were there then or have come since. */
  ProcessLoad since(ProcessLoad earlier) {
    Map<String, Double> used = new HashMap<>();
    threads.forEach(
        (name, seconds) ->
            used.put(name, Math.max(0, seconds - earlier.threads.getOrDefault(name, 0.0))));
    return new ProcessLoad(
        cpuSeconds - earlier.cpuSeconds,
        used,
        Math.max(0, compilerSeconds - earlier.compilerSeconds),
        bytesWritten - earlier.bytesWritten,
        Math.min(executors, earlier.executors),
        executorCpuSeconds - earlier.executorCpuSeconds);
  }
}
