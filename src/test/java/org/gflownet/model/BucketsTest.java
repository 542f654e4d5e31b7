package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.gflownet.math.IntList;
import org.junit.jupiter.api.Test;

class BucketsTest {

  @Test
  void keepsTheOrderOfItemsAndForgetsThemOnClear() {
    Buckets buckets = new Buckets(5);
    for (int bucket : new int[] {3, 1, 3, 3, 1}) {
      buckets.add(bucket);
    }
    assertThat(buckets.numUsed()).isEqualTo(2);
    assertThat(items(buckets, buckets.used(0))).containsExactly(0, 2, 3);
    assertThat(items(buckets, buckets.used(1))).containsExactly(1, 4);
    assertThat(items(buckets, 0)).isEmpty();
    buckets.clear();
    buckets.add(3);
    assertThat(items(buckets, 3)).containsExactly(0);
    assertThat(items(buckets, 1)).isEmpty();
  }

  private static int[] items(Buckets buckets, int bucket) {
    IntList items = new IntList();
    for (int item = buckets.first(bucket); item >= 0; item = buckets.next(item)) {
      items.add(item);
    }
    return items.toArray();
  }
}
