package org.gflownet.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.gflownet.train.TreeRange.Place;

/**
 * Merges what {@link TreeRange ranges} of slices came to, in any order of their arrival: the bits
 * of {@link FixedTree#merge} over all slices. Neighbours are merged as soon as both are there, so
 * that at most one result for each level and gap has to be kept. Not thread-safe.
 *
 * @param <T> the result of a slice
 */
public final class TreeJoin<T> {
  private final int[] bounds;
  private final BinaryOperator<T> merge;
  private final Map<Place, T> waiting = new HashMap<>();
  private final Place root;

  /**
   * Nothing has arrived.
   *
   * @param bounds first slice of each range, and behind the last the number of slices, at least 1
   * @param merge may change its left operand
   */
  public TreeJoin(int[] bounds, BinaryOperator<T> merge) {
    this.bounds = bounds;
    this.merge = merge;
    int level = 0;
    while (1L << level < numSlices()) {
      level++;
    }
    this.root = new Place(level, 0);
  }

  private int numSlices() {
    return bounds[bounds.length - 1];
  }

  /**
   * Takes what a range came to.
   *
   * @param range its number
   * @param results of {@link TreeRange#results}
   */
  public void add(int range, List<T> results) {
    List<Place> places = TreeRange.places(bounds[range], bounds[range + 1]);
    if (places.size() != results.size()) {
      throw new IllegalArgumentException(
          "range " + range + " has " + places.size() + " results, not " + results.size());
    }
    for (int i = 0; i < places.size(); i++) {
      add(places.get(i), results.get(i));
    }
  }

  private void add(Place place, T result) {
    Place at = place;
    T value = result;
    while (!at.equals(root)) {
      Place sibling = at.sibling();
      if (sibling.first() < numSlices()) {
        T other = waiting.remove(sibling);
        if (other == null) {
          break;
        }
        value = at.isLeft() ? merge.apply(value, other) : merge.apply(other, value);
      }
      at = at.parent();
    }
    waiting.put(at, value);
  }

  /**
   * All results, merged.
   *
   * @throws IllegalStateException if some are missing
   */
  public T result() {
    T whole = waiting.get(root);
    if (whole == null) {
      throw new IllegalStateException("some ranges have no result");
    }
    return whole;
  }
}
