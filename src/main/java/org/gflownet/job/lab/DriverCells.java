package org.gflownet.job.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.ClusterConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.DriverRuns;
import org.gflownet.spark.probe.DriverProbe;
import org.gflownet.spark.probe.Gather;

/** All cells of the probe of the driver, in this process; a file has the rows that are done. */
final class DriverCells {
  /** Where a step's results would fill a driver's memory. */
  private static final long MAX_RESULT_BYTES = 512L << 20;

  private static final long START_SECONDS = 900;
  private static final long STEADY_SECONDS = 5;
  private static final String JARS = "spark.jars";
  private static final int RESERVED_BYTES = 16 << 20;

  /** C1 alone compiles: what executors do here is soon as quick as it gets. */
  private static final String SMALL_JVM =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1"
          + " -XX:CompileThresholdScaling=0.1 -Xss512k"
          + " -XX:ReservedCodeCacheSize=32m -XX:MaxDirectMemorySize=256m -Xshare:auto";

  private final DriverOptions options;
  private final Path file;
  private String classPath = "";
  private final List<DriverRun> runs = new ArrayList<>();

  /**
   * Cells to measure.
   *
   * @param options checked ones, with a master
   * @param file takes the rows
   */
  DriverCells(DriverOptions options, Path file) {
    this.options = options;
    this.file = file;
  }

  /** Measures all of them, on a context for each number of executors. */
  void run() {
    List<OptionalInt> sizes = new ArrayList<>();
    options.executors().forEach(count -> sizes.add(OptionalInt.of(count)));
    if (sizes.isEmpty()) {
      sizes.add(options.namedExecutors());
    }
    for (OptionalInt size : sizes) {
      long start = System.nanoTime();
      try (JavaSparkContext spark = context(size)) {
        int executors = size.isPresent() ? awaitAll(spark, size.getAsInt()) : awaitSteady(spark);
        int cores = cores(spark, executors);
        System.out.printf(
            Locale.ROOT,
            "gflownet: %d executors with %d cores after %.0f s%n",
            executors,
            cores,
            (System.nanoTime() - start) * 1e-9);
        measure(new DriverProbe(spark, executors, cores), executors, cores);
      }
    }
  }

  /** Of all executors. Spark's own number is never less than two. */
  private int cores(JavaSparkContext spark, int executors) {
    OptionalInt each = options.coresOfEach();
    return each.isPresent() ? each.getAsInt() * executors : spark.defaultParallelism();
  }

  private JavaSparkContext context(OptionalInt size) {
    String url = size.isPresent() ? options.masterOf(size.getAsInt()) : options.master();
    SortedMap<String, String> more = new TreeMap<>();
    more.put("spark.task.maxFailures", "1");
    String jars = System.getProperty(JARS, "");
    if (options.isSameMachine() && !jars.isEmpty()) {
      // Else each of many executors would get a copy, which takes them minutes and the disk.
      System.clearProperty(JARS);
      classPath =
          Stream.of(jars.split(",", -1))
              .map(jar -> jar.replaceFirst("^file:(//)?", ""))
              .collect(Collectors.joining(File.pathSeparator));
    }
    if (!classPath.isEmpty()) {
      more.put("spark.executor.extraClassPath", classPath);
    }
    boolean isCluster = options.namedExecutors().isEmpty();
    OptionalInt cores = OptionalInt.empty();
    OptionalInt all = OptionalInt.empty();
    if (isCluster && size.isPresent()) {
      cores = OptionalInt.of(options.executorCores());
      all = OptionalInt.of(options.executorCores() * size.getAsInt());
      more.put("spark.executor.instances", Integer.toString(size.getAsInt()));
    }
    Optional<String> memory = Optional.empty();
    if (options.executorHeap().isPresent()) {
      int heap = options.executorHeap().getAsInt();
      memory = Optional.of(heap + "m");
      if (heap < DriverOptions.MIN_USUAL_HEAP) {
        more.put("spark.testing.reservedMemory", Integer.toString(RESERVED_BYTES));
        more.put("spark.executor.extraJavaOptions", SMALL_JVM);
      }
    }
    ClusterConfig cluster =
        new ClusterConfig(url, memory, cores, all, OptionalInt.of((int) START_SECONDS), more);
    return SparkSessions.start(new Master(url), cluster, "probe of the driver");
  }

  private static int numExecutors(JavaSparkContext spark) {
    // The driver is one of them, in local modes the only one.
    return Math.max(
        spark.isLocal() ? 1 : 0, spark.sc().statusTracker().getExecutorInfos().length - 1);
  }

  private static int awaitAll(JavaSparkContext spark, int wanted) {
    for (long second = 0; second < START_SECONDS * 10; second++) {
      if (numExecutors(spark) == wanted) {
        return wanted;
      }
      pause();
    }
    throw new UserException(
        "--executors "
            + wanted
            + ": "
            + numExecutors(spark)
            + " have come in "
            + START_SECONDS
            + " s; name fewer, or start workers with more cores and memory");
  }

  private static int awaitSteady(JavaSparkContext spark) {
    int known = 0;
    long since = System.nanoTime();
    for (long tenth = 0; tenth < START_SECONDS * 10; tenth++) {
      int now = numExecutors(spark);
      if (now != known) {
        known = now;
        since = System.nanoTime();
      } else if (known > 0 && (System.nanoTime() - since) * 1e-9 > STEADY_SECONDS) {
        return known;
      }
      pause();
    }
    throw new UserException(
        "the master " + spark.master() + " has given no executor for " + START_SECONDS + " s");
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors were started", e);
    }
  }

  private void measure(DriverProbe probe, int executors, int cores) {
    long start = System.nanoTime();
    probe.warmUp();
    System.out.printf(
        Locale.ROOT, "gflownet: warm after %.0f s%n", (System.nanoTime() - start) * 1e-9);
    for (int floats : options.floats()) {
      for (double work : options.work()) {
        List<Integer> each = options.tasksPerCore();
        for (int tasksPerCore : work > 0 ? each.subList(0, 1) : each) {
          for (Gather gather : Gather.values()) {
            measure(
                probe, executors, new DriverProbe.Cell(tasksPerCore * cores, floats, work, gather));
          }
        }
      }
    }
  }

  private void measure(DriverProbe probe, int executors, DriverProbe.Cell cell) {
    String name =
        String.format(
            Locale.ROOT,
            "%d executors, %d tasks, %,d floats, %s s of work, gather %s",
            executors,
            cell.tasks(),
            cell.floats(),
            cell.workSeconds(),
            cell.gather().key());
    if ((long) cell.tasks() * cell.floats() * Float.BYTES > MAX_RESULT_BYTES) {
      System.out.println("gflownet: " + name + ": left out, results of more than 512 MiB a step");
      return;
    }
    DriverProbe.Outcome outcome =
        probe.measure(cell, options.cellSeconds() / 2, options.cellSeconds());
    DriverRun run = outcome.run();
    runs.add(run);
    write();
    System.out.printf(
        Locale.ROOT,
        "gflownet: %s: driver %.2f ms CPU, %.1f ms serial, %.1f ms wall; threads in ms: %s%n",
        name,
        run.cpuMs(),
        run.serialMs(),
        run.wallMs(),
        outcome.threads());
  }

  private void write() {
    try {
      Path temporary = file.resolveSibling("." + file.getFileName());
      Files.writeString(temporary, DriverRuns.write(runs));
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException(file + " cannot be written: " + e);
    }
  }
}
