package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Merges results by one fixed binary tree over slice indices: at distance 1, 2, 4, ... each left
 * neighbour takes in its right one. The bits do not depend on where slices ran.
 */
final class FixedTree {
  private FixedTree() {}

  /**
   * The root of the tree.
   *
   * @param bySlice one result per slice, in slice order
   * @param merge may change its left operand
   */
  static <T> T merge(List<T> bySlice, BinaryOperator<T> merge) {
    if (bySlice.isEmpty()) {
      throw new IllegalArgumentException("a step has at least one slice");
    }
    List<T> nodes = new ArrayList<>(bySlice);
    for (int distance = 1; distance < nodes.size(); distance *= 2) {
      for (int left = 0; left + distance < nodes.size(); left += 2 * distance) {
        nodes.set(left, merge.apply(nodes.get(left), nodes.get(left + distance)));
      }
    }
    return nodes.get(0);
  }
}
