package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.math.LogSpace;
import org.gflownet.reward.LogReward;

/** The target R/Z over all reachable terminating states, by enumeration. Immutable. */
public final class ExactTarget {
  private static final int CHUNK = 1024;

  private final double[] probabilities;
  private final double logZ;
  private final int numStates;

  private ExactTarget(double[] probabilities, double logZ, int numStates) {
    this.probabilities = probabilities;
    this.logZ = logZ;
    this.numStates = numStates;
  }

  /**
   * Enumerates the target.
   *
   * @throws IllegalArgumentException if the states are too many for an array or R is 0 everywhere
   */
  public static <S> ExactTarget of(
      EnumerableEnvironment<S> environment, LogReward<? super S> reward) {
    return of(logRewards(environment, reward, 0, ExactDistribution.arrayLength(environment)));
  }

  /**
   * The target of known rewards.
   *
   * @param logRewards log R by state index, NaN where no terminating state has it; kept and changed
   * @throws IllegalArgumentException if R is 0 everywhere
   */
  static ExactTarget of(double[] logRewards) {
    int numStates = 0;
    for (int i = 0; i < logRewards.length; i++) {
      if (Double.isNaN(logRewards[i])) {
        logRewards[i] = Double.NEGATIVE_INFINITY;
      } else {
        numStates++;
      }
    }
    double logZ = LogSpace.logSumExp(logRewards, 0, logRewards.length);
    if (logZ == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("the reward is 0 in every terminating state");
    }
    for (int i = 0; i < logRewards.length; i++) {
      logRewards[i] = LogSpace.exp(logRewards[i] - logZ);
    }
    return new ExactTarget(logRewards, logZ, numStates);
  }

  /**
   * log R of the states {@code from..to-1}; NaN where no terminating state has the index.
   *
   * @param environment of the states
   * @param reward asked in chunks
   */
  static <S> double[] logRewards(
      EnumerableEnvironment<S> environment, LogReward<? super S> reward, int from, int to) {
    double[] logRewards = new double[to - from];
    for (int start = from; start < to; start += CHUNK) {
      int end = (int) Math.min(to, (long) start + CHUNK);
      fill(environment, reward, logRewards, from, start, end);
    }
    return logRewards;
  }

  private static <S> void fill(
      EnumerableEnvironment<S> environment,
      LogReward<? super S> reward,
      double[] logRewards,
      int first,
      int from,
      int to) {
    List<S> states = new ArrayList<>(to - from);
    int[] indices = new int[to - from];
    for (int index = from; index < to; index++) {
      logRewards[index - first] = Double.NaN;
      Optional<S> state = environment.stateAt(index);
      if (state.isPresent() && environment.termination(state.get()) != Termination.NONE) {
        indices[states.size()] = index - first;
        states.add(state.get());
      }
    }
    double[] out = new double[states.size()];
    reward.logRewards(states, out);
    for (int i = 0; i < out.length; i++) {
      logRewards[indices[i]] = out[i];
    }
  }

  /** R(x)/Z by state index; 0 where no reachable terminating state has it. Read only. */
  public double[] probabilities() {
    return probabilities;
  }

  /** log of the sum of R. */
  public double logZ() {
    return logZ;
  }

  /** Number of reachable terminating states. */
  public int numStates() {
    return numStates;
  }
}
