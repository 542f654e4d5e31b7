package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of a standalone cluster that {@code cluster.sh} has started with two workers, and
 * of no other on this machine.
 *
 * @param state its {@code GFLOWNET_CLUSTER_DIR}
 */
public record ClusterProcesses(Path state) {
  /** The process of a daemon: {@code master}, {@code worker-1} or {@code worker-2}. */
  public ProcessHandle daemon(String name) {
    try {
      String pid = Files.readString(state.resolve(name + ".pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The executors of a worker. */
  public List<ProcessHandle> executorsOf(String worker) {
    return daemon(worker).children().filter(p -> isExecutor(commandLine(p))).toList();
  }

  /** The executors of both workers. */
  public List<ProcessHandle> executors() {
    return Stream.of("worker-1", "worker-2").flatMap(w -> executorsOf(w).stream()).toList();
  }

  private static boolean isExecutor(String commandLine) {
    return commandLine.contains("CoarseGrainedExecutorBackend");
  }

  /** How a process was started; empty where it has ended. */
  public static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** Sends a signal, such as STOP. */
  public static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Kills a process and waits until it is gone. */
  public static void kill(ProcessHandle process) throws IOException, InterruptedException {
    signal("KILL", process);
    process.onExit().join();
  }
}
