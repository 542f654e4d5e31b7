package org.gflownet.reward;

import java.util.List;

/**
 * The natural logarithm of a reward R(x) &gt;= 0 over terminating states.
 *
 * <p>Values are finite or -infinity (R = 0), never NaN or +infinity. Implementations are
 * thread-safe, and the value of an object does not depend on the others in its batch.
 *
 * @param <X> the terminating state
 */
public interface LogReward<X> {

  /**
   * log R of each object.
   *
   * @param objects terminating states
   * @param out at least as long as {@code objects}; out[i] receives log R(objects[i])
   */
  void logRewards(List<? extends X> objects, double[] out);

  /** log R of one object. */
  default double logReward(X object) {
    double[] out = new double[1];
    logRewards(List.of(object), out);
    return out[0];
  }

  /**
   * Puts log R(x) of the objects themselves in the place of what {@link #logRewards} gave, where
   * the two differ: where the reward of an object is shared among states that are the same object.
   * It counts as no call.
   *
   * @param objects terminating states
   * @param logRewards of {@link #logRewards} for these objects; changed in place
   */
  default void unshare(List<? extends X> objects, double[] logRewards) {}

  /** A number that no log R is below; -infinity if the reward can be 0. */
  double lowerBound();

  /** What this reward was asked for since it was made or this was last called, if it counts. */
  default RewardCounts takeCounts() {
    return RewardCounts.NONE;
  }
}
