package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static long reported(String figure) {
    Map<String, Object> figures = new HashMap<>();
    new NativeMemory().report(figures);
    return (Long) figures.get(figure);
  }

  @Test
  void whatIsAllocatedIsCounted() {
    long before = reported(NativeMemory.ARRAYS);
    try (FloatPointer array = new FloatPointer(4 << 20)) {
      assertThat(array.limit()).isEqualTo(4 << 20);
      assertThat(reported(NativeMemory.ARRAYS))
          .isBetween(before + (16L << 20), before + (64L << 20));
    }
    assertThat(reported(NativeMemory.PROCESS)).isGreaterThan(50L << 20);
  }

  @Test
  void warnsOnceNearABound() {
    AtomicLong used = new AtomicLong(80);
    NativeMemory memory =
        new NativeMemory(
            new NativeMemory.Gauge(() -> 5, () -> 0), new NativeMemory.Gauge(used::get, () -> 100));
    Map<String, Object> figures = new HashMap<>();
    assertThat(memory.report(figures)).isFalse();
    used.set(95);
    assertThat(memory.report(figures)).isTrue();
    assertThat(memory.report(figures)).isFalse();
    assertThat(figures)
        .containsEntry(NativeMemory.ARRAYS, 5L)
        .containsEntry(NativeMemory.PROCESS, 95L);
  }
}
