package org.gflownet.eval;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gflownet.env.StateColumns;

/**
 * Names and types of the columns of a table.
 *
 * @param names of the columns
 * @param types of the columns: Integer, Long, Double or String
 */
public record TableSchema(List<String> names, List<Class<?>> types) implements Serializable {
  private static final List<String> KEY = List.of("step", "trajectory");
  private static final List<String> VALUES = List.of("reward", "log_reward", "log_pf");

  /** Copies the lists. */
  public TableSchema {
    // Not List.copyOf: its lists are no plain Java to every serializer.
    names = Collections.unmodifiableList(new ArrayList<>(names));
    types = Collections.unmodifiableList(new ArrayList<>(types));
    if (names.size() != types.size()) {
      throw new IllegalArgumentException(names + " and " + types + " differ in number");
    }
  }

  /**
   * The table of visited objects: {@code step}, {@code trajectory}, the object's own columns,
   * {@code reward}, {@code log_reward}, {@code log_pf}.
   */
  public static TableSchema visited(StateColumns<?> columns) {
    List<String> names = new ArrayList<>(KEY);
    names.addAll(columns.names());
    names.addAll(VALUES);
    List<Class<?>> types = new ArrayList<>(List.of(Long.class, Integer.class));
    types.addAll(columns.types());
    types.addAll(Collections.nCopies(VALUES.size(), Double.class));
    return new TableSchema(names, types);
  }
}
