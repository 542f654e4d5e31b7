package org.gflownet.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A standalone cluster of two workers with a core each, whose master can recover. */
final class Cluster implements AutoCloseable {
  static final String MASTER = "master";
  private static final List<String> WORKERS = List.of("worker-1", "worker-2");

  private final Commands commands;
  private final String url;

  /** Starts the cluster. */
  Cluster(Commands commands) throws InterruptedException {
    this.commands = commands;
    String started =
        commands.run(
            "cluster.sh",
            "start",
            "--workers",
            Integer.toString(WORKERS.size()),
            "--cores",
            "1",
            "--recover");
    url = started.lines().filter(line -> line.startsWith("spark://")).findFirst().orElseThrow();
  }

  /** Where to submit to. */
  String url() {
    return url;
  }

  /** Names of the workers. */
  List<String> workers() {
    return WORKERS;
  }

  /** Executors that run, in an order of their own. */
  List<ProcessHandle> executors() {
    List<ProcessHandle> all = new ArrayList<>();
    WORKERS.forEach(worker -> all.addAll(executorsOf(worker)));
    return all;
  }

  /** Executors of a worker. */
  List<ProcessHandle> executorsOf(String worker) {
    return handle(worker).children().filter(ProcessHandle::isAlive).toList();
  }

  private ProcessHandle handle(String name) {
    Path file = commands.clusterState().resolve(name + ".pid");
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          .orElseThrow(() -> new SoakFailedException("the " + name + " has ended by itself"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Kills a daemon and waits until it is gone. */
  void kill(String name) {
    ProcessHandle daemon = handle(name);
    daemon.destroyForcibly();
    daemon.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Starts a daemon again that was killed. */
  void restart(String name) throws InterruptedException {
    commands.run("cluster.sh", "restart", name);
  }

  /** Sends a signal by its name. */
  void signal(String name, ProcessHandle process) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start kill", e);
    }
  }

  /** Stops the cluster. */
  @Override
  public void close() {
    try {
      commands.run("cluster.sh", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
