package org.gflownet.math;

import java.util.Arrays;

/**
 * Growable list of primitive ints, reused between calls so that hot loops do not allocate.
 *
 * <p>Mutable; not thread-safe.
 */
public final class IntList {
  private int[] values;
  private int size;

  /** An empty list with room for a few elements. */
  public IntList() {
    this(16);
  }

  /**
   * An empty list.
   *
   * @param capacity number of elements that fit before the first growth, at least 1
   */
  public IntList(int capacity) {
    values = new int[Math.max(1, capacity)];
  }

  /** Appends {@code value}. */
  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** The element at {@code index}, 0-based. */
  public int get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size);
    }
    return values[index];
  }

  /** Replaces the element at {@code index}. */
  public void set(int index, int value) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size);
    }
    values[index] = value;
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Removes all elements and keeps the memory. */
  public void clear() {
    size = 0;
  }

  /** Shortens the list to its first {@code newSize} elements. */
  public void truncate(int newSize) {
    if (newSize > size) {
      throw new IllegalArgumentException("cannot grow from " + size + " to " + newSize);
    }
    size = newSize;
  }

  /** The backing array; only the first {@link #size()} elements count, valid until the next add. */
  public int[] array() {
    return values;
  }

  /** A copy of the elements. */
  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
