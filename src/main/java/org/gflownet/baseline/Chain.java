package org.gflownet.baseline;

import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/**
 * A Markov chain at its present state and with the move that is proposed to it. Mutable; belongs to
 * one slice.
 *
 * @param <S> the state
 */
public final class Chain<S> {
  private static final int NO_ACTION = -1;

  private final RandomStream random = new RandomStream(0, 0, 0);
  private S state;
  private double logReward;
  private S candidate;
  private double logProposalRatio;
  private S pivot;
  private int addedBy = NO_ACTION;

  Chain(S state, double logReward) {
    this.state = state;
    this.logReward = logReward;
  }

  /** Where the chain is. */
  S state() {
    return state;
  }

  /** log R of the state. */
  double logReward() {
    return logReward;
  }

  /** The numbers of the present move. */
  RandomStream random() {
    return random;
  }

  /** Forgets the proposal before. */
  void beginMove(long seed, long move, long chain) {
    random.reset(seed, move, chain);
    candidate = null;
    pivot = null;
    addedBy = NO_ACTION;
  }

  /**
   * Proposes a terminating state.
   *
   * @param newState the candidate x'
   * @param logRatio log q(x given x') - log q(x' given x)
   */
  void propose(S newState, double logRatio) {
    candidate = newState;
    logProposalRatio = logRatio;
  }

  /**
   * Notes that the candidate arose from a state by a forward action, for a proposal that learns.
   */
  void arose(S from, int action) {
    pivot = from;
    addedBy = action;
  }

  /** The proposed state; null if the chain stays in this move. */
  S candidate() {
    return candidate;
  }

  /** Whether the candidate was made by a forward action. */
  boolean isAddition() {
    return addedBy != NO_ACTION;
  }

  /** The state from which the candidate arose by {@link #addedBy}. */
  S pivot() {
    return pivot;
  }

  /** The forward action. */
  int addedBy() {
    return addedBy;
  }

  /**
   * Accepts the candidate with probability min(1, (R(x')/R(x))^(1/T) q(x given x') / q(x' given
   * x)); from a state of reward 0 every candidate is taken.
   *
   * @return whether it was accepted
   */
  boolean decide(double candidateLogReward, double temperature) {
    // One number for every candidate, so that later numbers do not depend on rewards.
    double uniform = 1.0 - random.nextDouble();
    boolean accepted =
        logReward == Double.NEGATIVE_INFINITY
            || LogSpace.log(uniform)
                < (candidateLogReward - logReward) / temperature + logProposalRatio;
    if (accepted) {
      state = candidate;
      logReward = candidateLogReward;
    }
    return accepted;
  }
}
