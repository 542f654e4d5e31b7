package org.gflownet.env;

import java.util.List;
import java.util.function.Function;

/**
 * One column with a text that tells objects apart.
 *
 * @param name of the column
 * @param text of an object; two objects have the same text only if they are equal
 * @param <S> the state
 */
public record TextColumn<S>(String name, Function<? super S, String> text)
    implements StateColumns<S> {

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public List<Class<?>> types() {
    return List.of(String.class);
  }

  @Override
  public void write(S object, Object[] row) {
    row[0] = text.apply(object);
  }
}
