package org.gflownet.math;

/**
 * Counts the distinct ones among 64-bit hashes in bounded memory: exactly up to a limit, beyond it
 * by adaptive sampling (Wegman; Flajolet 1990, "On adaptive sampling").
 *
 * <p>Only hashes whose first d bits are 0 are kept; d starts at 0 and grows by 1 whenever more than
 * {@code limit} of them would be held. The count is
 *
 * <pre>n = (number of hashes held) 2^d</pre>
 *
 * <p>with a standard error of 1.2 / sqrt(limit) of itself for d &gt; 0. Two different objects have
 * the same hash with a probability of at most n^2 / 2^65 among n. The count depends on neither the
 * order nor the number of times that hashes are added. Mutable; not thread-safe.
 */
public final class DistinctCount {
  private final int limit;
  private final LongSet held = new LongSet();
  private int depth;

  /**
   * Nothing counted.
   *
   * @param limit most hashes to hold, at least 1; they take up to 32 bytes each
   */
  public DistinctCount(int limit) {
    this.limit = limit;
  }

  /** Adds a hash of well mixed bits. */
  public void add(long hash) {
    if (isSampled(hash) && held.add(hash)) {
      while (held.size() > limit) {
        depth++;
        keepSampled();
      }
    }
  }

  private boolean isSampled(long hash) {
    return depth == 0 || hash >>> (Long.SIZE - depth) == 0;
  }

  private void keepSampled() {
    long[] before = held.toArray();
    held.clear();
    for (long hash : before) {
      if (isSampled(hash)) {
        held.add(hash);
      }
    }
  }

  /** Number of distinct hashes added, an estimate where it is not {@link #isExact}. */
  public long value() {
    return (long) held.size() << depth;
  }

  /** Whether no more than the limit were added. */
  public boolean isExact() {
    return depth == 0;
  }

  /** All that is needed to go on: d, then the hashes held. */
  public long[] save() {
    long[] hashes = held.toArray();
    long[] saved = new long[hashes.length + 1];
    saved[0] = depth;
    System.arraycopy(hashes, 0, saved, 1, hashes.length);
    return saved;
  }

  /**
   * Goes on from what {@link #save} returned.
   *
   * @throws IllegalArgumentException if it is no such array
   */
  public void restore(long[] saved) {
    if (saved.length == 0 || saved[0] < 0 || saved[0] >= Long.SIZE) {
      throw new IllegalArgumentException("these are no hashes of a count of distinct objects");
    }
    held.clear();
    depth = (int) saved[0];
    for (int i = 1; i < saved.length; i++) {
      add(saved[i]);
    }
  }
}
