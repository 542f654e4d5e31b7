package org.gflownet.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.trajectory.Trajectory;

/**
 * Draws paths that end in a given object from the uniform backward policy: from x to s0, each time
 * to one of the distinct parents with equal probability.
 *
 * <p>Not thread-safe.
 *
 * @param <S> the state
 */
public final class BackwardSampler<S> {
  private final Environment<S> environment;
  private final IntList backward = new IntList();
  private final IntList edge = new IntList();

  /** A sampler of paths through an environment. */
  public BackwardSampler(Environment<S> environment) {
    this.environment = environment;
  }

  /**
   * Draws one path.
   *
   * @param object x, a terminating state
   * @param logReward log R(x)
   * @param random advanced by the draw
   * @param index number given to the trajectory
   */
  public Trajectory<S> sample(S object, double logReward, RandomStream random, long index) {
    List<S> states = new ArrayList<>();
    IntList actions = new IntList();
    S state = object;
    states.add(state);
    for (; parentsOf(state).size() > 0; states.add(state)) {
      int choice = backward.get(random.nextInt(backward.size()));
      edge.clear();
      environment.edgeActions(state, choice, edge);
      actions.add(edge.get(0));
      state = environment.backstep(state, choice);
    }
    Collections.reverse(states);
    boolean stopped = environment.termination(object) == Termination.OPTIONAL;
    return new Trajectory<>(
        List.copyOf(states), reversed(actions.toArray()), stopped, logReward, index);
  }

  private IntList parentsOf(S state) {
    backward.clear();
    environment.backwardActions(state, backward);
    return backward;
  }

  private static int[] reversed(int[] values) {
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}
