package org.gflownet.eval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.gflownet.reward.Modes;

/**
 * The modes that a run has found: cells, and the regions that hold at least one found cell.
 *
 * <p>Mutable; not thread-safe. Memory grows with the modes found, not with the space.
 *
 * @param <X> the terminating state
 */
public final class ModeCounter<X> {
  private final Modes<X> modes;
  private final Set<Key> cells = new HashSet<>();
  private final Set<Key> regions = new HashSet<>();

  /** A counter that has found nothing. */
  public ModeCounter(Modes<X> modes) {
    this.modes = modes;
  }

  /** Takes notice of a visited terminating state. */
  public void add(X object) {
    if (modes.isMode(object)) {
      cells.add(new Key(modes.cellKey(object)));
      regions.add(new Key(modes.regionKey(object)));
    }
  }

  /** Number of mode cells found. */
  public long numCells() {
    return cells.size();
  }

  /** Number of regions in which a mode cell was found. */
  public long numRegions() {
    return regions.size();
  }

  /** The modes that are looked for. */
  public Modes<X> modes() {
    return modes;
  }

  /** Keys of the found cells one after the other, sorted. */
  public long[] snapshotCells() {
    return concatenate(cells, modes.cellKeyLength());
  }

  /** Keys of the found regions one after the other, sorted. */
  public long[] snapshotRegions() {
    return concatenate(regions, modes.regionKeyLength());
  }

  /**
   * Replaces what was found by a snapshot.
   *
   * @throws IllegalArgumentException if a snapshot is of other modes
   */
  public void restore(long[] cellSnapshot, long[] regionSnapshot) {
    split(cellSnapshot, modes.cellKeyLength(), cells);
    split(regionSnapshot, modes.regionKeyLength(), regions);
  }

  private static long[] concatenate(Set<Key> keys, int length) {
    Key[] sorted = keys.toArray(new Key[0]);
    Arrays.sort(sorted);
    long[] words = new long[sorted.length * length];
    for (int i = 0; i < sorted.length; i++) {
      System.arraycopy(sorted[i].words, 0, words, i * length, length);
    }
    return words;
  }

  private static void split(long[] words, int length, Set<Key> keys) {
    if (words.length % length != 0) {
      throw new IllegalArgumentException(
          words.length + " words are no whole number of keys of " + length);
    }
    keys.clear();
    for (int from = 0; from < words.length; from += length) {
      keys.add(new Key(Arrays.copyOfRange(words, from, from + length)));
    }
  }

  /** An array that is equal to arrays with the same content. */
  private static final class Key implements Comparable<Key> {
    private final long[] words;

    Key(long[] words) {
      this.words = words;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(words, key.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(words);
    }

    @Override
    public int compareTo(Key other) {
      return Arrays.compare(words, other.words);
    }
  }
}
