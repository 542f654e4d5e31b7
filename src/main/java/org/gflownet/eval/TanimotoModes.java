package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Modes among molecules as Bengio et al. (2021, section 4.3) count them: an object is a new mode if
 * its Tanimoto similarity to every earlier mode is below a limit.
 *
 * <p>The number depends on the order, which is that of the calls of {@link #add}. An object that is
 * {@linkplain #isCovered covered} now stays so, since modes are never taken back: what is covered
 * by the modes of an earlier part may be left out anywhere, in parallel, without changing the
 * result.
 *
 * <p>Mutable; not thread-safe while it is added to.
 */
public final class TanimotoModes {
  /** Rounding of a quotient can hide an object at the limit; a wider search costs nothing. */
  private static final double SLACK = 1e-9;

  private final double limit;
  private final List<List<long[]>> byNumBits = new ArrayList<>();
  private final List<long[]> representatives = new ArrayList<>();

  /**
   * No modes yet.
   *
   * @param limit similarity from which on an object belongs to an earlier mode, in (0, 1]
   */
  public TanimotoModes(double limit) {
    if (!(limit > 0 && limit <= 1)) {
      throw new IllegalArgumentException("similarity limit must be in (0, 1], was " + limit);
    }
    this.limit = limit;
  }

  /**
   * Takes a mode that is known to be one, such as one of an earlier part, without looking.
   *
   * @param fingerprint similar to no other mode
   */
  public void addMode(long[] fingerprint) {
    int bits = Tanimoto.numBits(fingerprint);
    while (byNumBits.size() <= bits) {
      byNumBits.add(new ArrayList<>());
    }
    byNumBits.get(bits).add(fingerprint);
    representatives.add(fingerprint);
  }

  /** Whether an object is as similar as the limit, or more, to a mode. */
  public boolean isCovered(long[] fingerprint) {
    int bits = Tanimoto.numBits(fingerprint);
    // |a and b| / |a or b| is at most the smaller number of bits over the larger.
    int from = (int) Math.ceil(bits * limit - SLACK);
    int to = (int) Math.min(byNumBits.size() - 1, Math.floor(bits / limit + SLACK));
    for (int n = from; n <= to; n++) {
      for (long[] mode : byNumBits.get(n)) {
        if (Tanimoto.similarity(fingerprint, mode) >= limit) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Takes notice of the next object.
   *
   * @return whether it is a new mode
   */
  public boolean add(long[] fingerprint) {
    if (isCovered(fingerprint)) {
      return false;
    }
    addMode(fingerprint);
    return true;
  }

  /** Number of modes. */
  public int size() {
    return representatives.size();
  }

  /** Fingerprints of the modes in the order in which they were found; a view. */
  public List<long[]> representatives() {
    return java.util.Collections.unmodifiableList(representatives);
  }
}
