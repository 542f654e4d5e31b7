package org.gflownet.math;

import java.util.Arrays;

/**
 * A growing set of 64-bit hashes in one array. Mutable; not thread-safe.
 *
 * <p>Its members are taken for well mixed bits: a slot is their lower end.
 */
public final class LongSet {
  private long[] slots = new long[1024];
  private int size;
  private boolean hasZero;

  /** Number of members. */
  public int size() {
    return size + (hasZero ? 1 : 0);
  }

  /** Adds a member and returns whether it is new. */
  public boolean add(long value) {
    if (value == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    int slot = slotOf(slots, value);
    if (slots[slot] == value) {
      return false;
    }
    slots[slot] = value;
    size++;
    if (size > slots.length / 2) {
      grow();
    }
    return true;
  }

  private static int slotOf(long[] slots, long value) {
    int mask = slots.length - 1;
    int slot = (int) value & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (long value : slots) {
      if (value != 0) {
        larger[slotOf(larger, value)] = value;
      }
    }
    slots = larger;
  }

  /** Removes all members. */
  public void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    hasZero = false;
  }

  /** The members, increasing. */
  public long[] toArray() {
    long[] members = new long[size()];
    int next = hasZero ? 1 : 0;
    for (long value : slots) {
      if (value != 0) {
        members[next++] = value;
      }
    }
    Arrays.sort(members);
    return members;
  }
}
