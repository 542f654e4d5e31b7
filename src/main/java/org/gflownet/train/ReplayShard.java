package org.gflownet.train;

import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.trajectory.ActionPaths;

/**
 * The part of a replay memory that belongs to one slice.
 *
 * <p>A uniform shard is a ring: the newest path takes the place of the oldest. A prioritised one
 * holds each object once, ordered by log R, older ones first among equals; when it is full the
 * first makes way. Paths that were there from the beginning stay for good and do not count.
 *
 * <p>Mutable; not thread-safe.
 */
final class ReplayShard {
  private final ReplaySettings settings;
  private final int capacity;
  private final PathSlots slots;

  /** Ranked slots by log R; null in a ring, whose positions are its slots. */
  private final IntStore ranks;

  private final KnownObjects known;

  /** Slots 0 to numFixed - 1 have what stays for good. */
  private final int numFixed;

  private int size;

  /** Paths that a ring has taken in. */
  private long added;

  /**
   * A shard.
   *
   * @param capacity at least 1
   * @param fixed paths that stay for good
   * @param memory where it has its paths
   */
  ReplayShard(ReplaySettings settings, int capacity, ActionPaths fixed, ReplayMemory memory) {
    this.settings = settings;
    this.capacity = capacity;
    this.slots = new PathSlots(memory);
    this.ranks = isRanked(settings) ? new IntStore(memory) : null;
    this.known = isRanked(settings) ? new KnownObjects(memory, slots) : null;
    append(fixed);
    this.numFixed = size;
  }

  private static boolean isRanked(ReplaySettings settings) {
    return settings.kind() == ReplaySettings.Kind.REWARD_PRIORITISED
        || settings.kind() == ReplaySettings.Kind.DIVERSE_PRIORITISED;
  }

  /** Takes in paths, and lets none go. */
  private void append(ActionPaths paths) {
    for (int i = 0; i < paths.size(); i++) {
      if (ranks == null) {
        slots.add(paths, i);
        size++;
      } else if (!isKnown(paths, i)) {
        rank(paths, i);
      }
    }
  }

  private boolean isKnown(ActionPaths paths, int i) {
    return known.contains(paths.hash(i), paths.logReward(i));
  }

  private void rank(ActionPaths paths, int i) {
    int slot = slots.add(paths, i);
    known.add(slot);
    ranks.insert(rankBehind(paths.logReward(i)), slot);
    size++;
  }

  /** Number of paths. */
  int size() {
    return size;
  }

  /** Takes in paths, in their order. */
  void add(ActionPaths paths) {
    for (int i = 0; i < paths.size(); i++) {
      switch (settings.kind()) {
        case FILE -> throw new IllegalArgumentException("a memory of a file takes in no paths");
        case UNIFORM -> addToRing(paths, i);
        case REWARD_PRIORITISED -> addRanked(paths, i);
        case DIVERSE_PRIORITISED -> addDiverse(paths, i);
      }
    }
  }

  private void addToRing(ActionPaths paths, int i) {
    if (size < numFixed + capacity) {
      slots.add(paths, i);
      size++;
    } else {
      slots.set(numFixed + (int) (added % capacity), paths, i);
    }
    added++;
  }

  private void addRanked(ActionPaths paths, int i) {
    if (isKnown(paths, i)) {
      return;
    }
    rank(paths, i);
    if (size > numFixed + capacity) {
      int first = 0;
      while (isFixed(ranks.get(first))) {
        first++;
      }
      remove(first);
    }
  }

  private boolean isFixed(int slot) {
    return slot < numFixed;
  }

  private void remove(int rank) {
    int slot = ranks.remove(rank);
    known.remove(slot);
    slots.remove(slot);
    size--;
  }

  /** Position behind all entries whose log R is no larger. */
  private int rankBehind(double logReward) {
    int low = 0;
    int high = ranks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slots.logReward(ranks.get(middle)) <= logReward) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Lets an object in if it is better than all that are like it; those go. */
  private void addDiverse(ActionPaths paths, int i) {
    if (isKnown(paths, i)) {
      return;
    }
    IntList alike = new IntList();
    for (int rank = size - 1; rank >= 0; rank--) {
      int slot = ranks.get(rank);
      if (slots.tanimoto(slot, paths, i) >= settings.similarity()) {
        if (isFixed(slot) || slots.logReward(slot) >= paths.logReward(i)) {
          return;
        }
        alike.add(rank);
      }
    }
    for (int k = 0; k < alike.size(); k++) {
      remove(alike.get(k));
    }
    addRanked(paths, i);
  }

  /** Draws paths, with replacement; none from an empty shard. */
  ActionPaths draw(int count, RandomStream random) {
    if (size == 0 || count == 0) {
      return ActionPaths.NONE;
    }
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = slot(position(random));
    }
    return slots.paths(count, i -> drawn[i]);
  }

  private int slot(int position) {
    return ranks == null ? position : ranks.get(position);
  }

  private int position(RandomStream random) {
    if (ranks == null) {
      return random.nextInt(size);
    }
    int numTop = (int) Math.ceil(settings.topShare() * size);
    int numOther = size - numTop;
    if (random.nextDouble() < settings.topWeight() || numOther == 0) {
      return numOther + random.nextInt(numTop);
    }
    return random.nextInt(numOther);
  }

  /** The paths that do not stay for good, in an order that {@link #restore} understands. */
  ActionPaths saved() {
    if (ranks == null) {
      return slots.paths(size - numFixed, i -> numFixed + i);
    }
    int[] passing = new int[size - numFixed];
    int count = 0;
    for (int rank = 0; rank < size; rank++) {
      if (!isFixed(ranks.get(rank))) {
        passing[count++] = ranks.get(rank);
      }
    }
    return slots.paths(count, i -> passing[i]);
  }

  /** Paths that a ring has taken in. */
  long added() {
    return added;
  }

  /** Continues from what was saved; this shard is new. */
  void restore(ActionPaths paths, long ringAdded) {
    append(paths);
    added = ringAdded;
  }
}
