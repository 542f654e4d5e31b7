package org.gflownet.env;

import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;

/**
 * The directed acyclic graph over which a GFlowNet builds objects: states, actions and their
 * inverses.
 *
 * <p>Implementations are pure and stateless, so one instance serves all threads. States are
 * immutable with {@code equals} and {@code hashCode} that decide their identity: two action
 * sequences that reach equal states meet in one node of the graph.
 *
 * <p>Forward actions are numbered; the number means the same in every state where the action is
 * legal. Backward actions number the <em>distinct</em> parents of a state, so a uniform choice
 * among them is a uniform choice among parents. The contract is checked by {@code
 * EnvironmentContract} in the tests, which every environment inherits.
 *
 * @param <S> the state
 */
public interface Environment<S> {

  /** The source s0 of the graph. */
  S initialState();

  /**
   * The source that a training trajectory starts from: s0, but for environments under a condition,
   * which draw it.
   *
   * @param random the trajectory's own stream
   */
  default S drawSource(RandomStream random) {
    return initialState();
  }

  /** Size of the space of forward action numbers, STOP included. */
  int numActions();

  /** Size of the space of backward action numbers. */
  int numBackwardActions();

  /** Number of the STOP action. */
  int stopAction();

  /** Whether a trajectory may or must end in {@code state}. */
  Termination termination(S state);

  /**
   * Appends the legal forward actions in increasing order, STOP included where it has a logit;
   * nothing for a {@link Termination#FORCED} state.
   */
  void forwardActions(S state, IntList out);

  /**
   * T(state, action).
   *
   * @param action a legal forward action other than STOP
   * @throws IllegalArgumentException if the action is illegal in the state
   */
  S step(S state, int action);

  /** Appends one legal backward action per distinct parent, increasing; nothing for s0. */
  void backwardActions(S state, IntList out);

  /**
   * The parent that a backward action leads to.
   *
   * @throws IllegalArgumentException if the action is illegal in the state
   */
  S backstep(S state, int backwardAction);

  /**
   * The position among backward actions of the one that leads to a parent.
   *
   * @param backwardActions those of {@code state}, from {@link #backwardActions}
   * @return -1 for none: where states are not identified, a state need not be found among the
   *     parents of its child
   */
  default int wayBack(S state, S parent, IntList backwardActions) {
    for (int i = 0; i < backwardActions.size(); i++) {
      if (backstep(state, backwardActions.get(i)).equals(parent)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Appends, increasing, every forward action a with T(backstep(state, backwardAction), a) = state.
   */
  void edgeActions(S state, int backwardAction, IntList out);

  /** Number of input features of the encoding, binary and real. */
  int numFeatures();

  /** Appends the indices of the features that are 1 in {@code state}, increasing. */
  void encode(S state, IntList activeFeatures);

  /** Adds the features that are real numbers, in increasing order behind all binary ones. */
  default void encodeReal(S state, RealFeatures out) {
    // Most environments have none.
  }
}
