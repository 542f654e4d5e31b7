package org.gflownet.baseline;

import org.gflownet.env.Environment;
import org.gflownet.math.IntList;

/**
 * States as sequences of forward actions from s0: a form of plain numbers for the states of every
 * environment. Of the paths to a state it is the one that goes back over first parents.
 *
 * @param <S> the state
 */
public final class PathCode<S> {
  private final Environment<S> environment;
  private final IntList backward = new IntList();
  private final IntList edges = new IntList();
  private final IntList actions = new IntList();

  /**
   * A code.
   *
   * @param environment of the states
   */
  public PathCode(Environment<S> environment) {
    this.environment = environment;
  }

  /** Appends the number of actions and the actions. */
  void write(S state, LongBuffer out) {
    actions.clear();
    S current = state;
    while (true) {
      backward.clear();
      environment.backwardActions(current, backward);
      if (backward.size() == 0) {
        break;
      }
      edges.clear();
      environment.edgeActions(current, backward.get(0), edges);
      actions.add(edges.get(0));
      current = environment.backstep(current, backward.get(0));
    }
    out.add(actions.size());
    for (int i = actions.size() - 1; i >= 0; i--) {
      out.add(actions.get(i));
    }
  }

  /**
   * The state whose code begins at a position.
   *
   * @param next receives, in element 0, the position behind the code
   */
  S read(long[] code, int at, int[] next) {
    int count = Math.toIntExact(code[at]);
    S state = environment.initialState();
    for (int i = 1; i <= count; i++) {
      state = environment.step(state, Math.toIntExact(code[at + i]));
    }
    next[0] = at + 1 + count;
    return state;
  }
}
