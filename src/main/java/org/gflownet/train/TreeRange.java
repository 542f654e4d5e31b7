package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

  /** A node of the tree: slices {@code index * 2^level} to {@code (index + 1) * 2^level - 1}. */
  record Place(int level, int index) {
    boolean isLeft() {
      return index % 2 == 0;
    }

    Place sibling() {
      return new Place(level, index ^ 1);
    }

    Place parent() {
      return new Place(level + 1, index / 2);
    }

    /** Number of the first slice below it. */
    long first() {
      return (long) index << level;
    }
  }

  private record Node<T>(Place place, T value) {}

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
    Node<T> node = new Node<>(new Place(0, next++), result);
    while (!nodes.isEmpty()
        && !node.place.isLeft()
        && nodes.getLast().place.equals(node.place.sibling())) {
      Node<T> left = nodes.removeLast();
      node = new Node<>(node.place.parent(), merge.apply(left.value, node.value));
    }
    nodes.addLast(node);
  }

  /** The merged results in the order of their slices. */
  public List<T> results() {
    return nodes.stream().map(Node::value).toList();
  }

  /** Which nodes of the tree the results of some slices are: it follows from their numbers. */
  static List<Place> places(int from, int to) {
    TreeRange<Integer> range = new TreeRange<>(from, (left, right) -> left);
    for (int slice = from; slice < to; slice++) {
      range.add(slice);
    }
    return range.nodes.stream().map(Node::place).toList();
  }

  /** How many results some slices come to. */
  public static int numResults(int from, int to) {
    return places(from, to).size();
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
