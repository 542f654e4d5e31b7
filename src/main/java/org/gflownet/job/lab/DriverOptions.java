package org.gflownet.job.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.run.UserException;
import picocli.CommandLine.Option;

/** Options of the probe of the driver. */
final class DriverOptions {
  /** Spark keeps 300 MiB of an executor's heap to itself and starts none with less than 450. */
  static final int MIN_USUAL_HEAP = 450;

  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d{1,5})\\s*,\\s*(\\d{1,4})\\s*,\\s*(\\d{1,7})\\s*]");

  private static final int MAX_EXECUTORS = 10_000;
  private static final int MAX_FLOATS = 100_000_000;
  private static final int MIN_HEAP = 64;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Of driver: local[k], local-cluster[n,cores,MiB], spark://host:port, ...; otherwise a",
        "standalone cluster of small executors, started on this machine."
      })
  private String master;

  @Option(
      names = "--executors",
      paramLabel = "N,N,...",
      split = ",",
      description = {
        "Of driver: sizes of the cluster; what the master has, or 1,4,16,32,64 on a cluster that",
        "is started here."
      })
  private List<Integer> executors = List.of();

  @Option(
      names = "--executor-cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of driver: cores of each, with --executors (${DEFAULT-VALUE}).")
  private int executorCores;

  @Option(
      names = "--executor-heap",
      paramLabel = "MiB",
      description = {
        "Of driver: heap of each; Spark's own default, or 96 on a cluster that is started here.",
        "Below 450 they run with Spark's reserve lowered, serial GC and small stacks."
      })
  private Integer executorHeap;

  @Option(
      names = "--floats",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "1000,71000,300000,1000000",
      description = "Of driver: lengths of parameters and results (${DEFAULT-VALUE}).")
  private List<Integer> floats;

  @Option(
      names = "--work",
      paramLabel = "S,S,...",
      split = ",",
      defaultValue = "0,0.4",
      description = "Of driver: seconds that a slice takes (${DEFAULT-VALUE}).")
  private List<Double> work;

  @Option(
      names = "--tasks-per-core",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "1,4",
      description = {
        "Of driver: tasks of a step; more than the first number only where slices take no time",
        "(${DEFAULT-VALUE})."
      })
  private List<Integer> tasksPerCore;

  @Option(
      names = "--cell-seconds",
      paramLabel = "S",
      defaultValue = "3",
      description =
          "Of driver: steps of a cell that count; half as many before (${DEFAULT-VALUE}).")
  private double cellSeconds;

  // Of the process with the driver, where the cluster was started for it on this machine.
  @Option(names = "--same-machine", hidden = true, description = "Executors read this jar itself.")
  private boolean sameMachine;

  /** Whether executors see the files of this machine, so that no jar has to be sent to them. */
  boolean isSameMachine() {
    return sameMachine;
  }

  /** The master that was named; null for a cluster of its own. */
  String master() {
    return master;
  }

  /** Sizes of the cluster; empty for what the master has. */
  List<Integer> executors() {
    return executors;
  }

  int executorCores() {
    return executorCores;
  }

  /** Mebibytes, those of a local cluster where nothing else is said; empty for Spark's default. */
  OptionalInt executorHeap() {
    if (executorHeap != null) {
      return OptionalInt.of(executorHeap);
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(String.valueOf(master));
    return cluster.matches()
        ? OptionalInt.of(Integer.parseInt(cluster.group(3)))
        : OptionalInt.empty();
  }

  List<Integer> floats() {
    return floats;
  }

  List<Double> work() {
    return work;
  }

  List<Integer> tasksPerCore() {
    return tasksPerCore;
  }

  double cellSeconds() {
    return cellSeconds;
  }

  /** Cores of each executor; empty where Spark alone knows. */
  OptionalInt coresOfEach() {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return OptionalInt.of(Integer.parseInt(cluster.group(2)));
    }
    return executors.isEmpty() || isLocal() ? OptionalInt.empty() : OptionalInt.of(executorCores);
  }

  /** The master with so many executors. */
  String masterOf(int count) {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    return cluster.matches()
        ? "local-cluster[" + count + "," + cluster.group(2) + "," + cluster.group(3) + "]"
        : master;
  }

  /** Executors that the master's name tells of; empty where only the cluster knows. */
  OptionalInt namedExecutors() {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return OptionalInt.of(Integer.parseInt(cluster.group(1)));
    }
    return isLocal() ? OptionalInt.of(1) : OptionalInt.empty();
  }

  private boolean isLocal() {
    return master.equals("local") || master.startsWith("local[");
  }

  /** Checks all options. */
  void check() {
    List<Integer> local = new ArrayList<>(executors);
    if (master != null) {
      UserException.unless(
          master.matches("(local(\\[.*])?|local-cluster\\[.*]|spark://.+|yarn|k8s://.+)"),
          "--master "
              + master
              + ": the driver's probe takes local[k], local-cluster[n,cores,MiB], spark://...,"
              + " yarn or k8s://...");
      UserException.unless(
          !master.startsWith("local-cluster") || LOCAL_CLUSTER.matcher(master).matches(),
          "--master " + master + ": write local-cluster[executors,cores,MiB]");
      local.removeIf(count -> count == 1);
      UserException.unless(
          !isLocal() || local.isEmpty(), "--executors: the master " + master + " is one executor");
    }
    inBounds("--executors", executors, 1, MAX_EXECUTORS);
    inBounds("--executor-cores", List.of(executorCores), 1, 1024);
    executorHeap()
        .ifPresent(heap -> inBounds("--executor-heap", List.of(heap), MIN_HEAP, 1_000_000));
    inBounds("--floats", floats, 1, MAX_FLOATS);
    inBounds("--tasks-per-core", tasksPerCore, 1, 1000);
    for (double seconds : work) {
      UserException.unless(seconds >= 0 && seconds <= 60, "--work " + seconds + ": takes 0 to 60");
    }
    UserException.unless(
        cellSeconds > 0 && cellSeconds <= 600,
        "--cell-seconds " + cellSeconds + ": takes more than 0, up to 600");
  }

  private static void inBounds(String option, List<Integer> values, int min, int max) {
    for (int value : values) {
      UserException.unless(
          value >= min && value <= max, option + " " + value + ": takes " + min + " to " + max);
    }
  }

  /** These options as arguments for the process with the driver, the master aside. */
  List<String> arguments(List<Integer> sizes, OptionalInt heap) {
    List<String> all = new ArrayList<>();
    if (!sizes.isEmpty()) {
      all.addAll(List.of("--executors", joined(sizes)));
    }
    all.addAll(List.of("--executor-cores", Integer.toString(executorCores)));
    heap.ifPresent(m -> all.addAll(List.of("--executor-heap", Integer.toString(m))));
    all.addAll(List.of("--floats", joined(floats)));
    all.addAll(List.of("--work", joined(work)));
    all.addAll(List.of("--tasks-per-core", joined(tasksPerCore)));
    all.addAll(List.of("--cell-seconds", Double.toString(cellSeconds)));
    return all;
  }

  private static String joined(List<?> values) {
    return String.join(",", values.stream().map(Object::toString).toList());
  }
}
