package org.gflownet.env;

import java.util.Optional;

/**
 * An environment whose states can be listed, for exact checks.
 *
 * <p>States are indexed by 0..{@link #numIndices()}-1 in a topological order: every action leads to
 * a larger index. Some indices may stand for no reachable state.
 *
 * @param <S> the state
 */
public interface EnumerableEnvironment<S> extends Environment<S> {

  /** One more than the largest index; {@code Long.MAX_VALUE} if it does not fit a long. */
  long numIndices();

  /** Index of a reachable state. */
  long indexOf(S state);

  /** The state with an index; empty where no reachable state has it. */
  Optional<S> stateAt(long index);
}
