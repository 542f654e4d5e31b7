package org.gflownet.reward;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a reward was asked for and what that took. Crosses from executors to the driver. Immutable.
 *
 * <p>The objects asked for do not depend on caches; hits and evaluations do.
 */
public final class RewardCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Of a reward that does not count. */
  public static final RewardCounts NONE = new RewardCounts(new long[0], 0, 0, 0, 0, null);

  private final long[] digests;
  private final long numAsked;
  private final long numHits;
  private final long numEvaluations;
  private final long numFailures;
  private final String failure;

  /**
   * Counts.
   *
   * @param digests 64 well mixed bits of what each reward is computed from, in the order asked for,
   *     repeated ones included; none for an object that is not valid
   * @param numAsked objects asked for
   * @param numHits those whose score was known
   * @param numEvaluations scores computed
   * @param numFailures objects asked for that have no score
   * @param failure why the first of them has none; null without any
   */
  public RewardCounts(
      long[] digests,
      long numAsked,
      long numHits,
      long numEvaluations,
      long numFailures,
      String failure) {
    this.digests = digests;
    this.numAsked = numAsked;
    this.numHits = numHits;
    this.numEvaluations = numEvaluations;
    this.numFailures = numFailures;
    this.failure = failure;
  }

  /** Digests of what was asked for; not a copy. */
  public long[] digests() {
    return digests;
  }

  /** Objects asked for. */
  public long numAsked() {
    return numAsked;
  }

  /** Objects asked for whose score was known. */
  public long numHits() {
    return numHits;
  }

  /** Scores computed. */
  public long numEvaluations() {
    return numEvaluations;
  }

  /** Objects asked for that have no score. */
  public long numFailures() {
    return numFailures;
  }

  /** Why the first object without a score has none; null without any. */
  public String failure() {
    return failure;
  }

  /** These counts followed by later ones. */
  public RewardCounts followedBy(RewardCounts later) {
    if (later == NONE) {
      return this;
    }
    if (this == NONE) {
      return later;
    }
    long[] both = Arrays.copyOf(digests, digests.length + later.digests.length);
    System.arraycopy(later.digests, 0, both, digests.length, later.digests.length);
    return new RewardCounts(
        both,
        numAsked + later.numAsked,
        numHits + later.numHits,
        numEvaluations + later.numEvaluations,
        numFailures + later.numFailures,
        failure != null ? failure : later.failure);
  }
}
