package org.gflownet.spark.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Who has a lease: one attempt at a run, in a process.
 *
 * @param id its own, of no other
 * @param host name of the machine, for people
 * @param machine this start of this machine, the container, if any, and the user, who may not see
 *     processes of others; processes are looked up only where it is the same
 * @param pid of the process
 * @param started when the process started, which tells it from a later one of the same number: on
 *     Linux the kernel's ticks since it was started itself, elsewhere milliseconds
 * @param attempt what it does, for people
 */
record Holder(String id, String host, String machine, long pid, String started, String attempt) {
  private static final Path PROCESSES = Path.of("/proc");

  /** Fields of {@code /proc/PID/stat} behind the name in brackets, before that of the start. */
  private static final int FIELDS_BEFORE_START = 19;

  /** This process with a new attempt. */
  static Holder here(String attempt) {
    long pid = ProcessHandle.current().pid();
    return new Holder(
        UUID.randomUUID().toString(),
        hostHere(),
        machineHere(),
        pid,
        startOf(pid).orElse(""),
        attempt);
  }

  /** Whether it is known that the process has ended. */
  boolean isGone() {
    return machine.equals(machineHere()) && !startOf(pid).equals(Optional.of(started));
  }

  /** Whether it is known that the process is there. */
  boolean isAlive() {
    return machine.equals(machineHere()) && startOf(pid).equals(Optional.of(started));
  }

  /** In words. */
  String inWords() {
    return "process " + pid + " on " + host + " (" + attempt + ")";
  }

  private static String hostHere() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Containers of one machine share its start but not their processes. */
  private static String machineHere() {
    String user = System.getProperty("user.name", "");
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
          + " "
          + user;
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return hostHere() + " " + user;
    }
  }

  /** When a process started; empty where there is none. */
  private static Optional<String> startOf(long pid) {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return ProcessHandle.of(pid)
          .map(p -> p.info().startInstant().map(i -> i.toEpochMilli() + " ms").orElse("unknown"));
    }
    try {
      String status = Files.readString(PROCESSES.resolve(pid + "/stat"));
      String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
      // One that has ended and that its parent has not asked for yet writes nothing more.
      boolean hasEnded = fields[0].equals("Z") || fields[0].equals("X");
      return hasEnded ? Optional.empty() : Optional.of(fields[FIELDS_BEFORE_START] + " ticks");
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
