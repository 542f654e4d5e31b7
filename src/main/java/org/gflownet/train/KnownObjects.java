package org.gflownet.train;

/**
 * Which objects are in the slots of a memory: told apart by hash and log R, but for a chance of
 * 2^-32 and less. Open addressing with linear probing. Mutable; not thread-safe.
 */
final class KnownObjects {
  private static final int FIRST = 128;

  private final ReplayMemory memory;
  private final PathSlots slots;

  /** A slot's number plus 1 at each place; 0 where there is none. A power of 2 long. */
  private IntStore places;

  private int size;

  /** No objects. */
  KnownObjects(ReplayMemory memory, PathSlots slots) {
    this.memory = memory;
    this.slots = slots;
    this.places = IntStore.ofZeros(memory, FIRST);
  }

  boolean contains(int hash, double logReward) {
    return places.get(place(hash, logReward)) != 0;
  }

  /** Adds the object of a slot, which is not known yet. */
  void add(int slot) {
    if (2 * (size + 1L) > places.size()) {
      grow();
    }
    places.set(place(slots.hash(slot), slots.logReward(slot)), slot + 1);
    size++;
  }

  /** Removes the object of a slot, which still holds it; those behind it close the gap. */
  void remove(int slot) {
    int gap = place(slots.hash(slot), slots.logReward(slot));
    int next = gap;
    while (true) {
      next = next + 1 & places.size() - 1;
      int other = places.get(next) - 1;
      if (other < 0) {
        break;
      }
      int wanted = first(slots.hash(other), slots.logReward(other));
      // It may move to the gap unless it would then stand before the place that it wants.
      boolean stays = gap <= next ? gap < wanted && wanted <= next : gap < wanted || wanted <= next;
      if (!stays) {
        places.set(gap, other + 1);
        gap = next;
      }
    }
    places.set(gap, 0);
    size--;
  }

  /** Where an object is, or else the free place where it would be. */
  private int place(int hash, double logReward) {
    long bits = Double.doubleToLongBits(logReward);
    int place = first(hash, logReward);
    for (int slot = places.get(place) - 1; slot >= 0; slot = places.get(place) - 1) {
      if (slots.hash(slot) == hash && Double.doubleToLongBits(slots.logReward(slot)) == bits) {
        return place;
      }
      place = place + 1 & places.size() - 1;
    }
    return place;
  }

  private int first(int hash, double logReward) {
    int mixed = (31 * hash + Double.hashCode(logReward)) * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & places.size() - 1;
  }

  private void grow() {
    IntStore old = places;
    places = IntStore.ofZeros(memory, Math.multiplyExact(2, old.size()));
    for (int i = 0; i < old.size(); i++) {
      int slot = old.get(i) - 1;
      if (slot >= 0) {
        places.set(place(slots.hash(slot), slots.logReward(slot)), slot + 1);
      }
    }
  }
}
