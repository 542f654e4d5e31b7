package org.gflownet.env;

import java.util.List;
import java.util.stream.Stream;

/**
 * Columns of objects with one more, {@code beta}, for the exponent that each was built under.
 *
 * @param columns of the objects
 * @param <S> the state without a condition
 */
public record ConditionedColumns<S>(StateColumns<S> columns)
    implements StateColumns<Conditioned<S>> {

  @Override
  public List<String> names() {
    return Stream.concat(columns.names().stream(), Stream.of("beta")).toList();
  }

  @Override
  public List<Class<?>> types() {
    return Stream.<Class<?>>concat(columns.types().stream(), Stream.of(Double.class)).toList();
  }

  @Override
  public int numKeys() {
    return columns.numKeys();
  }

  @Override
  public void write(Conditioned<S> object, Object[] row) {
    columns.write(object.state(), row);
    row[columns.names().size()] = object.beta();
  }
}
