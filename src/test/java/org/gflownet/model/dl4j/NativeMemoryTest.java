package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.FloatPointer;
import org.gflownet.model.MemoryUse;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  @Test
  void whatIsAllocatedIsCounted() {
    long before = NativeMemory.now().arrays();
    try (FloatPointer array = new FloatPointer(4 << 20)) {
      assertThat(array.limit()).isEqualTo(4 << 20);
      MemoryUse use = NativeMemory.now();
      assertThat(use.arrays()).isBetween(before + (16L << 20), before + (64L << 20));
      assertThat(use.process()).isGreaterThan(50L << 20);
      assertThat(use.arraysBound()).isPositive();
      assertThat(use.processBound()).isGreaterThan(use.arraysBound());
    }
  }
}
