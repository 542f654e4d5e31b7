package org.gflownet.model;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * Items 0, 1, 2, ... sorted into buckets, each bucket in the order of adding; the cost does not
 * depend on the number of empty buckets.
 *
 * <p>Mutable; not thread-safe.
 */
final class Buckets {
  private final int[] firsts;
  private final int[] lasts;
  private final IntList nexts = new IntList(256);
  private final IntList usedBuckets = new IntList(16);

  Buckets(int numBuckets) {
    firsts = new int[numBuckets];
    lasts = new int[numBuckets];
    Arrays.fill(firsts, -1);
  }

  void clear() {
    for (int i = 0; i < usedBuckets.size(); i++) {
      firsts[usedBuckets.get(i)] = -1;
    }
    usedBuckets.clear();
    nexts.clear();
  }

  /** Puts the next item into a bucket. */
  void add(int bucket) {
    int item = nexts.size();
    nexts.add(-1);
    if (firsts[bucket] < 0) {
      firsts[bucket] = item;
      usedBuckets.add(bucket);
    } else {
      nexts.set(lasts[bucket], item);
    }
    lasts[bucket] = item;
  }

  int numUsed() {
    return usedBuckets.size();
  }

  /** The index-th bucket that has items, in the order of their first items. */
  int used(int index) {
    return usedBuckets.get(index);
  }

  /** First item of a bucket, -1 if it is empty. */
  int first(int bucket) {
    return firsts[bucket];
  }

  /** The item after {@code item} in its bucket, -1 at the end. */
  int next(int item) {
    return nexts.get(item);
  }
}
