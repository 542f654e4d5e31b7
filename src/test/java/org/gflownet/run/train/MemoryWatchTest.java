package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.model.MemoryUse;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private static final long MIB = 1 << 20;

  private MemoryUse driver = use(5, 80);
  private Map<String, MemoryUse> executors = Map.of();
  private final MemoryWatch watch = new MemoryWatch(() -> driver, () -> executors);
  private final Map<String, Object> figures = new HashMap<>();

  /** Of a process whose arrays have no bound, and which may have 100 MiB. */
  private static MemoryUse use(long arrays, long process) {
    return new MemoryUse(arrays * MIB, 0, process * MIB, 100 * MIB);
  }

  @Test
  void warnsOnceOfTheDriver() {
    assertThat(watch.report(figures)).isEmpty();
    driver = use(5, 95);
    assertThat(watch.report(figures))
        .singleElement()
        .asString()
        .contains("of the driver comes near", "JavaCPP's 5 of 0 MiB", "95 of 100 MiB")
        .contains("GFLOWNET_NATIVE_MEMORY");
    assertThat(watch.report(figures)).isEmpty();
    assertThat(figures)
        .containsOnly(
            Map.entry(MemoryWatch.ARRAYS, 5 * MIB), Map.entry(MemoryWatch.PROCESS, 95 * MIB));
  }

  @Test
  void reportsTheLargestOfTheExecutorsAndNamesThoseNearABound() {
    executors =
        Map.of(
            "executor 0 (a:1)",
            use(40, 91),
            "executor 1 (b:2)",
            use(7, 97),
            "executor 2 (c:3)",
            use(8, 90));
    List<String> warnings = watch.report(figures);
    assertThat(figures)
        .containsEntry(MemoryWatch.EXECUTOR_ARRAYS, 40 * MIB)
        .containsEntry(MemoryWatch.EXECUTOR_PROCESS, 97 * MIB)
        .containsEntry(MemoryWatch.PROCESS, 80 * MIB);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("of executor 1 (b:2), and of 1 more, comes near", "97 of 100 MiB")
        .doesNotContain("\n");
    executors = Map.of("executor 1 (b:2)", use(7, 99), "executor 2 (c:3)", use(8, 92));
    assertThat(watch.report(figures))
        .singleElement()
        .asString()
        .contains("of executor 2 (c:3) comes near", "92 of 100 MiB");
    assertThat(watch.report(figures)).isEmpty();
  }

  @Test
  void eitherBoundCounts() {
    driver = new MemoryUse(91, 100, 5, 0);
    assertThat(watch.report(figures)).hasSize(1);
  }
}
