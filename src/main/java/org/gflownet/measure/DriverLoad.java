package org.gflownet.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a step costs the driver by executors, tasks and floats, without what executors compute:
 * {@code driver.csv}. The driver is a process of its own, on a processor of its own where the
 * cluster is started here.
 */
public final class DriverLoad implements Comparison {
  /** Where the rows are, in the folder of the report. */
  public static final String FILE = "driver.csv";

  private static final String MEMORY = "GFLOWNET_DRIVER_MEMORY";

  /** Heap of the driver: results of half a gibibyte, as they come and as they are read. */
  private static final String PROBE_MEMORY = "3g";

  private static final double LIMIT_SECONDS = 6 * 3600;

  private final Optional<String> master;
  private final Executors executors;
  private final List<String> options;
  private int known;

  /**
   * The executors of a cluster.
   *
   * @param count of them, at most
   * @param cores of each
   * @param heapMiB of each
   */
  public record Executors(int count, int cores, int heapMiB) {}

  /**
   * A probe.
   *
   * @param master where; empty for a standalone cluster that is started for it
   * @param executors that such a cluster has
   * @param options of the command, the master aside
   */
  public DriverLoad(Optional<String> master, Executors executors, List<String> options) {
    this.master = master;
    this.executors = executors;
    this.options = List.copyOf(options);
  }

  @Override
  public String name() {
    return "driver";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    if (master.isPresent()) {
      probe(bench, master.get(), List.of(), out);
      return;
    }
    List<Integer> processors = Processors.allowed();
    boolean apart = processors.size() > 1 && Processors.canPin();
    List<String> driver = apart ? Processors.on(processors.subList(0, 1)) : List.of();
    List<String> others =
        apart ? Processors.on(processors.subList(1, processors.size())) : List.of();
    String[] cluster = {
      "start",
      "--workers",
      "1",
      "--cores",
      Integer.toString(executors.count() * executors.cores()),
      "--memory",
      (long) executors.count() * executors.heapMiB() + "m"
    };
    StandaloneCluster.use(bench, others, List.of(cluster), url -> probe(bench, url, driver, out));
  }

  private void probe(Bench bench, String url, List<String> prefix, Consumer<Figure> out)
      throws InterruptedException {
    List<String> script = new ArrayList<>();
    script.addAll(List.of("_submit.sh", "bench", "--probe-here"));
    script.addAll(List.of("--out", bench.directory().toString(), "--master", url));
    script.addAll(options);
    String memory = System.getenv().getOrDefault(MEMORY, PROBE_MEMORY);
    Path file = bench.directory().resolve(FILE);
    bench.follow(prefix, script, Map.of(MEMORY, memory), LIMIT_SECONDS, () -> rows(file, out));
  }

  /** Hands on what rows have come since it was last asked. */
  private void rows(Path file, Consumer<Figure> out) {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      // It is being replaced.
      return;
    }
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    for (; known < lines.size() - 1; known++) {
      List<String> values = Arrays.asList(lines.get(known + 1).split(",", -1));
      String work =
          String.format(
              Locale.ROOT,
              "%s executors, %s tasks, %s floats, %s ms of work, gather %s",
              values.get(names.indexOf("executors")),
              values.get(names.indexOf("tasks")),
              values.get(names.indexOf("floats")),
              values.get(names.indexOf("work_ms")),
              values.get(names.indexOf("gather")));
      double millis = Double.parseDouble(values.get(names.indexOf("driver_cpu_ms_per_step")));
      out.accept(
          Figure.of(name(), work, "CPU of the driver a step", "ms", new Spread(List.of(millis))));
    }
  }
}
