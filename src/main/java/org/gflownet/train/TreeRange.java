package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.gflownet.math.EvenShares;

/**
 * Results of consecutive slices, merged as far as the {@link FixedTree} over all slices merges them
 * among themselves: what a task with several slices sends back. Of 2^k slices that begin at a
 * multiple of 2^k that is one result; of others a few, at most two for each level of the tree.
 *
 * @param <T> the result of a slice
 */
public final class TreeRange<T> {
  private final BinaryOperator<T> merge;
  private final Deque<Node<T>> nodes = new ArrayDeque<>();
  private int next;

  /** The merged results of slices {@code index * 2^level} to {@code (index + 1) * 2^level - 1}. */
  private record Node<T>(int level, int index, T value) {
    boolean isLeftOf(Node<T> other) {
      return level == other.level && index % 2 == 0 && index + 1 == other.index;
    }

    /** A number that no other node has. */
    long place() {
      return ((long) level << Integer.SIZE) | index;
    }
  }

  /**
   * No results yet.
   *
   * @param from number of the first slice
   * @param merge may change its left operand
   */
  public TreeRange(int from, BinaryOperator<T> merge) {
    this.merge = merge;
    this.next = from;
  }

  /** Takes the result of the next slice. */
  public void add(T result) {
    Node<T> node = new Node<>(0, next++, result);
    while (!nodes.isEmpty() && nodes.getLast().isLeftOf(node)) {
      Node<T> left = nodes.removeLast();
      node = new Node<>(node.level + 1, left.index / 2, merge.apply(left.value, node.value));
    }
    nodes.addLast(node);
  }

  /** The merged results in the order of their slices. */
  public List<T> results() {
    return nodes.stream().map(Node::value).toList();
  }

  /**
   * Merges what ranges came to: the bits of {@link FixedTree#merge} over all slices.
   *
   * @param bounds first slice of each range, and behind the last the number of slices
   * @param ranges their results
   * @param merge may change its left operand
   */
  static <T> T join(int[] bounds, List<T[]> ranges, BinaryOperator<T> merge) {
    Map<Long, T> given = new HashMap<>();
    for (int i = 0; i < ranges.size(); i++) {
      // Which nodes they are follows from the numbers of the slices.
      TreeRange<Integer> places = new TreeRange<>(bounds[i], (left, right) -> left);
      for (int slice = bounds[i]; slice < bounds[i + 1]; slice++) {
        places.add(slice);
      }
      int k = 0;
      for (Node<Integer> node : places.nodes) {
        given.put(node.place(), ranges.get(i)[k++]);
      }
    }
    int numSlices = bounds[bounds.length - 1];
    int level = 0;
    while (1L << level < numSlices) {
      level++;
    }
    return node(level, 0, numSlices, given, merge);
  }

  private static <T> T node(
      int level, int index, int numSlices, Map<Long, T> given, BinaryOperator<T> merge) {
    T whole = given.get(new Node<T>(level, index, null).place());
    if (whole != null) {
      return whole;
    }
    T left = node(level - 1, 2 * index, numSlices, given, merge);
    boolean hasRight = (2L * index + 1) << (level - 1) < numSlices;
    return hasRight
        ? merge.apply(left, node(level - 1, 2 * index + 1, numSlices, given, merge))
        : left;
  }

  /** Bounds of as many ranges of slices that differ by one slice at most. */
  public static int[] bounds(int numSlices, int numRanges) {
    int[] bounds = new int[numRanges + 1];
    for (int i = 0; i <= numRanges; i++) {
      bounds[i] = EvenShares.first(numSlices, numRanges, i);
    }
    return bounds;
  }
}
