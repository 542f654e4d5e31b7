package org.gflownet.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every environment must satisfy whose states can be listed.
 *
 * @param <S> the state
 */
public abstract class EnumerableEnvironmentContract<S> extends EnvironmentContract<S> {

  @Override
  protected abstract EnumerableEnvironment<S> environment();

  @Test
  void enumerationIsTheReachableSet() {
    EnumerableEnvironment<S> environment = environment();
    Set<S> enumerated = new HashSet<>();
    for (long index = 0; index < environment.numIndices(); index++) {
      Optional<S> state = environment.stateAt(index);
      if (state.isPresent()) {
        assertThat(environment.indexOf(state.get())).isEqualTo(index);
        enumerated.add(state.get());
      }
    }
    assertThat(enumerated).isEqualTo(reachable());
  }

  @Test
  void indicesAreTopological() {
    EnumerableEnvironment<S> environment = environment();
    for (S state : reachable()) {
      for (int action : moves(state)) {
        assertThat(environment.indexOf(environment.step(state, action)))
            .isGreaterThan(environment.indexOf(state));
      }
    }
  }
}
