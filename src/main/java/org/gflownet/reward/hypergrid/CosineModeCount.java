package org.gflownet.reward.hypergrid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gflownet.env.hypergrid.TerminationRule;

/**
 * Counts the cells whose sum of per-coordinate terms reaches a threshold, by how often each
 * distinct term occurs instead of cell by cell.
 */
final class CosineModeCount {
  private static final int MAX_CALLS = 1_000_000;

  /** Coordinates that share a term; at most {@code limit} dimensions may use one of them. */
  private record Group(long term, int size, int limit) {}

  private final long[] terms;
  private final int ndim;
  private final long threshold;
  private final boolean forced;
  private final List<Group> groups;
  private int calls;

  CosineModeCount(long[] terms, int ndim, long threshold, TerminationRule rule) {
    this.terms = terms;
    this.ndim = ndim;
    this.threshold = threshold;
    this.forced = rule == TerminationRule.FORCED;
    this.groups = groups();
  }

  /** Coordinates s and H-1-s have the same term; the forced rule limits the use of H-1. */
  private List<Group> groups() {
    List<Group> list = new ArrayList<>();
    int height = terms.length;
    for (int s = 0; s < height - 1 - s; s++) {
      if (s == 0 && forced) {
        list.add(new Group(terms[0], 1, ndim));
        list.add(new Group(terms[height - 1], 1, 1));
      } else {
        list.add(new Group(terms[s], 2, ndim));
      }
    }
    if (height % 2 == 1) {
      list.add(new Group(terms[height / 2], 1, ndim));
    }
    list.sort(Comparator.comparingLong(Group::term).reversed());
    return list;
  }

  /** Number of reachable cells that reach the threshold; -1 if it is too large to find out. */
  long numCells() {
    calls = 0;
    try {
      return count(0, ndim, 0);
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private long count(int group, int dimensions, long sum) {
    if (dimensions == 0) {
      return sum >= threshold ? 1 : 0;
    }
    if (++calls > MAX_CALLS) {
      throw new ArithmeticException("too many combinations");
    }
    // The groups are sorted, so no completion does better than this one.
    if (group == groups.size() || sum + dimensions * groups.get(group).term() < threshold) {
      return 0;
    }
    Group g = groups.get(group);
    long total = 0;
    long ways = 1;
    for (int n = 0; n <= Math.min(dimensions, g.limit()); n++) {
      long rest = count(group + 1, dimensions - n, sum + n * g.term());
      if (rest > 0) {
        total = Math.addExact(total, Math.multiplyExact(ways, rest));
      }
      if (n < Math.min(dimensions, g.limit())) {
        // C(dimensions, n + 1) size^(n + 1) from C(dimensions, n) size^n.
        ways = Math.multiplyExact(ways, (dimensions - n) * (long) g.size()) / (n + 1);
      }
    }
    return total;
  }

  /** Number of patterns of high coordinates that hold such a cell; -1 if it does not fit a long. */
  long numRegions() {
    int height = terms.length;
    long low = max(0, (height + 1) / 2);
    long inner = max((height + 1) / 2, height - 1);
    long edge = terms[height - 1];
    long high = forced ? inner : Math.max(inner, edge);
    long regions = 0;
    long patterns = 1;
    try {
      for (int k = 0; k <= ndim; k++) {
        if (best(k, high, edge) + (ndim - k) * low >= threshold) {
          regions = Math.addExact(regions, patterns);
        }
        if (k < ndim) {
          patterns = Math.multiplyExact(patterns, (long) ndim - k) / (k + 1);
        }
      }
    } catch (ArithmeticException e) {
      return -1;
    }
    return regions;
  }

  /** Largest sum of k high coordinates, of which the forced rule lets one be at the edge. */
  private static long best(int k, long high, long edge) {
    return k == 0 ? 0 : Math.max(high, edge) + (k - 1) * high;
  }

  /** Largest term of a range; hopeless but safe to multiply for an empty one. */
  private long max(int from, int to) {
    long max = Long.MIN_VALUE / (4L * ndim);
    for (int s = from; s < to; s++) {
      max = Math.max(max, terms[s]);
    }
    return max;
  }
}
