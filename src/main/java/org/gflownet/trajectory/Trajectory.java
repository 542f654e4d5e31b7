package org.gflownet.trajectory;

import java.util.Arrays;
import java.util.List;

/**
 * A complete path s0, s1, ..., x through an environment, ended by STOP.
 *
 * @param states s0 to x, T + 1 states; immutable
 * @param actions the T forward actions between them, without STOP; owned by the trajectory
 * @param stopped whether STOP was chosen by the policy; false where the last state forces
 *     termination
 * @param logReward log R(x)
 * @param index number of the trajectory within its step, the key of its random stream
 * @param <S> the state
 */
public record Trajectory<S>(
    List<S> states, int[] actions, boolean stopped, double logReward, long index) {

  /** The object x that was built. */
  public S terminatingState() {
    return states.get(states.size() - 1);
  }

  /** The first {@code length} steps, which end nowhere. */
  Trajectory<S> prefix(int length) {
    return new Trajectory<>(
        states.subList(0, length + 1), Arrays.copyOf(actions, length), false, Double.NaN, index);
  }

  /** What follows after the first {@code length} steps, with the end. */
  Trajectory<S> suffix(int length) {
    return new Trajectory<>(
        states.subList(length, states.size()),
        Arrays.copyOfRange(actions, length, actions.length),
        stopped,
        logReward,
        index);
  }

  /** Number of transitions that the policy chose; counts STOP unless it was forced. */
  public int numTransitions() {
    return actions.length + (stopped ? 1 : 0);
  }
}
