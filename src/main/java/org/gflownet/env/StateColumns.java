package org.gflownet.env;

import java.util.List;

/**
 * How the objects of an environment are written into a table. Implementations are thread-safe.
 *
 * @param <S> the state
 */
public interface StateColumns<S> {

  /** Names of the columns. */
  List<String> names();

  /** Types of the columns: Integer, Long, Double or String. */
  List<Class<?>> types();

  /** Number of leading columns that tell objects apart; the others say more about them. */
  default int numKeys() {
    return names().size();
  }

  /** Writes the values of an object to {@code row}, from position 0. */
  void write(S object, Object[] row);
}
