package org.gflownet.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gflownet.math.RandomStream;
import org.gflownet.trajectory.ActionPaths;

/** What a {@link ReplayShard} does, said in lists and sets of objects, to compare with. */
final class ListedShard {
  private final ReplaySettings settings;
  private final int capacity;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<ObjectKey> known = new HashSet<>();
  private final int numFixed;

  /** Paths that a ring has taken in. */
  private long added;

  /** A path of its own; {@code fixed} ones stay. */
  private record Entry(ActionPaths path, boolean fixed) {
    double logReward() {
      return path.logReward(0);
    }

    ObjectKey key() {
      return new ObjectKey(path.hash(0), logReward());
    }
  }

  /** Tells objects apart, but for a chance of 2^-32 and less. */
  private record ObjectKey(int hash, double logReward) {}

  /**
   * A shard.
   *
   * @param capacity at least 1
   * @param fixed paths that stay for good
   */
  ListedShard(ReplaySettings settings, int capacity, ActionPaths fixed) {
    this.settings = settings;
    this.capacity = capacity;
    for (int i = 0; i < fixed.size(); i++) {
      Entry entry = new Entry(fixed.path(i), true);
      if (!isRanked()) {
        entries.add(entry);
      } else if (known.add(entry.key())) {
        entries.add(rankBehind(entry.logReward()), entry);
      }
    }
    this.numFixed = entries.size();
  }

  private boolean isRanked() {
    return settings.kind() == ReplaySettings.Kind.REWARD_PRIORITISED
        || settings.kind() == ReplaySettings.Kind.DIVERSE_PRIORITISED;
  }

  /** Number of paths. */
  int size() {
    return entries.size();
  }

  /** Takes in paths, in their order. */
  void add(ActionPaths paths) {
    for (int i = 0; i < paths.size(); i++) {
      Entry entry = new Entry(paths.path(i), false);
      switch (settings.kind()) {
        case FILE -> throw new IllegalArgumentException("a memory of a file takes in no paths");
        case UNIFORM -> addToRing(entry);
        case REWARD_PRIORITISED -> addRanked(entry);
        case DIVERSE_PRIORITISED -> addDiverse(entry);
      }
    }
  }

  private void addToRing(Entry entry) {
    if (entries.size() < numFixed + capacity) {
      entries.add(entry);
    } else {
      entries.set(numFixed + (int) (added % capacity), entry);
    }
    added++;
  }

  private void addRanked(Entry entry) {
    if (!known.add(entry.key())) {
      return;
    }
    entries.add(rankBehind(entry.logReward()), entry);
    if (entries.size() > numFixed + capacity) {
      int first = 0;
      while (entries.get(first).fixed()) {
        first++;
      }
      remove(first);
    }
  }

  private void remove(int rank) {
    known.remove(entries.remove(rank).key());
  }

  /** Position behind all entries whose log R is no larger. */
  private int rankBehind(double logReward) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).logReward() <= logReward) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Lets an object in if it is better than all that are like it; those go. */
  private void addDiverse(Entry entry) {
    if (known.contains(entry.key())) {
      return;
    }
    List<Integer> alike = new ArrayList<>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (tanimoto(entries.get(i).path(), entry.path()) >= settings.similarity()) {
        if (entries.get(i).fixed() || entries.get(i).logReward() >= entry.logReward()) {
          return;
        }
        alike.add(i);
      }
    }
    alike.forEach(this::remove);
    addRanked(entry);
  }

  private static double tanimoto(ActionPaths a, ActionPaths b) {
    int both = 0;
    int any = 0;
    long[] x = a.fingerprints();
    long[] y = b.fingerprints();
    for (int w = 0; w < x.length; w++) {
      both += Long.bitCount(x[w] & y[w]);
      any += Long.bitCount(x[w] | y[w]);
    }
    return any == 0 ? 1.0 : both / (double) any;
  }

  /** Draws paths, with replacement; none from an empty shard. */
  ActionPaths draw(int count, RandomStream random) {
    if (entries.isEmpty() || count == 0) {
      return ActionPaths.NONE;
    }
    List<ActionPaths> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      drawn.add(entries.get(position(random)).path());
    }
    return ActionPaths.concat(drawn);
  }

  private int position(RandomStream random) {
    int size = entries.size();
    if (!isRanked()) {
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
    return ActionPaths.concat(
        entries.stream().filter(entry -> !entry.fixed()).map(Entry::path).toList());
  }

  /** Paths that a ring has taken in. */
  long added() {
    return added;
  }

  /** Continues from what was saved; this shard is new. */
  void restore(ActionPaths paths, long ringAdded) {
    for (int i = 0; i < paths.size(); i++) {
      Entry entry = new Entry(paths.path(i), false);
      if (!isRanked()) {
        entries.add(entry);
      } else if (known.add(entry.key())) {
        entries.add(rankBehind(entry.logReward()), entry);
      }
    }
    added = ringAdded;
  }
}
