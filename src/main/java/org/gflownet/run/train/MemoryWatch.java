package org.gflownet.run.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MethodConfig;
import org.gflownet.model.MemoryUse;
import org.gflownet.model.dl4j.NativeMemory;
import org.gflownet.run.setup.Session;
import org.gflownet.spark.ExecutorMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the processes of a run hold beside their heaps: reported with its figures, and warned about
 * once a process comes near its bound, beyond which allocations end in an OutOfMemoryError.
 */
public final class MemoryWatch {
  /** Bytes that JavaCPP has allocated, on the driver. */
  static final String ARRAYS = "memory.javacpp_bytes";

  /** Bytes of the driver in its machine's memory. */
  public static final String PROCESS = "memory.process_bytes";

  /** Of the executor where it was most so far. */
  public static final String EXECUTOR_ARRAYS = "memory.executor_javacpp_bytes";

  /** Of the executor where it was most so far. */
  public static final String EXECUTOR_PROCESS = "memory.executor_process_bytes";

  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

  private final Supplier<MemoryUse> driver;
  private final Supplier<Map<String, MemoryUse>> executors;
  private final Set<String> warned = new HashSet<>();

  /**
   * A watch that has warned of nothing yet.
   *
   * @param driver of this process, now
   * @param executors the most of each so far, by name; none where tasks run in this process
   */
  MemoryWatch(Supplier<MemoryUse> driver, Supplier<Map<String, MemoryUse>> executors) {
    this.driver = driver;
    this.executors = executors;
  }

  /** The watch of a run; empty where its engine has no arrays beside the heap. */
  public static Optional<MemoryWatch> of(
      GflownetConfig config, Optional<ExecutorMemory> executors) {
    if (!isNative(config)) {
      return Optional.empty();
    }
    return Optional.of(
        new MemoryWatch(
            NativeMemory::now, () -> executors.map(ExecutorMemory::value).orElse(Map.of())));
  }

  /**
   * What gathers the samples of executors; empty where there are none, or none that run the engine.
   */
  static Optional<ExecutorMemory> ofExecutors(GflownetConfig config, Session session) {
    MethodConfig method = config.method();
    boolean tasksCompute = !method.isBaseline() || method.learns();
    return session
        .spark()
        .filter(spark -> !spark.isLocal() && isNative(config) && tasksCompute)
        .map(spark -> ExecutorMemory.register(spark, NativeMemory::now));
  }

  private static boolean isNative(GflownetConfig config) {
    return switch (config.model().engine()) {
      case ND4J, DL4J -> true;
      default -> false;
    };
  }

  /**
   * Adds the figures to a report.
   *
   * @return the warnings that it has logged: a line on the driver and one on executors, if any have
   *     come near a bound since the last report
   */
  List<String> report(Map<String, Object> figures) {
    MemoryUse own = driver.get();
    Map<String, MemoryUse> others = executors.get();
    figures.put(ARRAYS, own.arrays());
    figures.put(PROCESS, own.process());
    others.values().stream()
        .reduce(MemoryUse::max)
        .ifPresent(
            largest -> {
              figures.put(EXECUTOR_ARRAYS, largest.arrays());
              figures.put(EXECUTOR_PROCESS, largest.process());
            });
    List<String> warnings = new ArrayList<>();
    warning(Map.of("the driver", own)).ifPresent(warnings::add);
    warning(others).ifPresent(warnings::add);
    warnings.forEach(LOG::warn);
    return warnings;
  }

  /** On the one nearest to its bound among those that were not warned of. */
  private Optional<String> warning(Map<String, MemoryUse> processes) {
    List<Map.Entry<String, MemoryUse>> near =
        processes.entrySet().stream()
            .filter(process -> process.getValue().isNearBound())
            .filter(process -> warned.add(process.getKey()))
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, MemoryUse> process) -> process.getValue().share())
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    return near.stream().findFirst().map(first -> line(first, near.size() - 1));
  }

  private static String line(Map.Entry<String, MemoryUse> process, int more) {
    MemoryUse use = process.getValue();
    return String.format(
        Locale.ROOT,
        "memory beside the heap of %s%s comes near its bound: JavaCPP's %d of %d MiB, the process's"
            + " %d of %d MiB; a larger GFLOWNET_NATIVE_MEMORY or smaller slices avoid an"
            + " OutOfMemoryError",
        process.getKey(),
        more > 0 ? ", and of " + more + " more," : "",
        use.arrays() >> 20,
        use.arraysBound() >> 20,
        use.process() >> 20,
        use.processBound() >> 20);
  }
}
