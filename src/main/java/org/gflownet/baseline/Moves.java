package org.gflownet.baseline;

import java.util.List;
import org.gflownet.math.RandomStream;

/**
 * Where Markov chains over terminating states begin, and the moves that are proposed to them. Not
 * thread-safe.
 *
 * @param <S> the state
 */
public interface Moves<S> {

  /** Takes the parameters of the proposal, if it has any, for the moves that follow. */
  void load(float[] parameters);

  /** A terminating state to begin at. */
  S start(RandomStream random);

  /**
   * Proposes a move to every chain, or none, where it stays. A chain's proposal does not depend on
   * the other chains.
   */
  void propose(List<Chain<S>> chains);
}
