package org.gflownet.eval;

import java.util.Arrays;

/**
 * The last N visited terminating states, and the empirical distance of their frequencies from the
 * target that the papers plot.
 *
 * <p>Counts are kept as states come and go, so a report costs one pass over the states. A perfect
 * sampler does not reach 0: the distance has a noise floor that shrinks as 1/sqrt(N). Driver only;
 * mutable; not thread-safe.
 */
public final class VisitedWindow {
  private final long[] ring;
  private final int[] counts;
  private int next;
  private int size;

  /**
   * An empty window.
   *
   * @param capacity N, at least 1
   * @param numIndices number of state indices
   */
  public VisitedWindow(int capacity, int numIndices) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a window needs capacity >= 1, was " + capacity);
    }
    ring = new long[capacity];
    counts = new int[numIndices];
  }

  /** Adds a visited terminating state by its index; the oldest leaves a full window. */
  public void add(long stateIndex) {
    int index = Math.toIntExact(stateIndex);
    counts[index]++;
    if (size == ring.length) {
      counts[(int) ring[next]]--;
    } else {
      size++;
    }
    ring[next] = index;
    next = next + 1 == ring.length ? 0 : next + 1;
  }

  /** Number of states in the window. */
  public int size() {
    return size;
  }

  /** Number of visits of a state within the window. */
  public int count(int stateIndex) {
    return counts[stateIndex];
  }

  /**
   * Sum over states of |frequency - R/Z|, the convention of torchgfn; twice the total variation.
   *
   * @return NaN for an empty window
   */
  public double l1Sum(ExactTarget target) {
    double[] q = target.probabilities();
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      sum += Math.abs((double) counts[i] / size - q[i]);
    }
    return sum;
  }

  /**
   * Mean over the reachable terminating states of |frequency - R/Z|, the convention of Bengio et
   * al. 2021.
   *
   * @return NaN for an empty window
   */
  public double l1Mean(ExactTarget target) {
    return l1Sum(target) / target.numStates();
  }

  /** The state indices in the window, oldest first. */
  public long[] snapshot() {
    long[] indices = new long[size];
    int oldest = size == ring.length ? next : 0;
    for (int i = 0; i < size; i++) {
      indices[i] = ring[(oldest + i) % ring.length];
    }
    return indices;
  }

  /**
   * Replaces the content by a snapshot; of one longer than the window, the newest states stay.
   *
   * @param snapshot state indices, oldest first
   */
  public void restore(long[] snapshot) {
    Arrays.fill(counts, 0);
    next = 0;
    size = 0;
    for (long index : snapshot) {
      add(index);
    }
  }
}
