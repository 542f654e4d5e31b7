package org.gflownet.baseline;

import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;

/**
 * Objects that the policy of equal probabilities ends at: every legal action, STOP among them, has
 * the same. For one worker; not thread-safe.
 *
 * @param <S> the state
 */
final class UniformObjects<S> {
  private final Environment<S> environment;
  private final IntList actions = new IntList();

  UniformObjects(Environment<S> environment) {
    this.environment = environment;
  }

  /** The terminating state of one trajectory. */
  S object(RandomStream random) {
    S state = environment.initialState();
    while (environment.termination(state) != Termination.FORCED) {
      actions.clear();
      environment.forwardActions(state, actions);
      int action = actions.get(random.nextInt(actions.size()));
      if (action == environment.stopAction()) {
        return state;
      }
      state = environment.step(state, action);
    }
    return state;
  }
}
