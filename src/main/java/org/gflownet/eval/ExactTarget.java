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
    double[] logRewards = new double[ExactDistribution.arrayLength(environment)];
    int numStates = 0;
    for (int from = 0; from < logRewards.length; from += CHUNK) {
      int to = (int) Math.min(logRewards.length, (long) from + CHUNK);
      numStates += fill(environment, reward, logRewards, from, to);
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

  private static <S> int fill(
      EnumerableEnvironment<S> environment,
      LogReward<? super S> reward,
      double[] logRewards,
      int from,
      int to) {
    List<S> states = new ArrayList<>(to - from);
    int[] indices = new int[to - from];
    for (int index = from; index < to; index++) {
      logRewards[index] = Double.NEGATIVE_INFINITY;
      Optional<S> state = environment.stateAt(index);
      if (state.isPresent() && environment.termination(state.get()) != Termination.NONE) {
        indices[states.size()] = index;
        states.add(state.get());
      }
    }
    double[] out = new double[states.size()];
    reward.logRewards(states, out);
    for (int i = 0; i < out.length; i++) {
      logRewards[indices[i]] = out[i];
    }
    return out.length;
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
