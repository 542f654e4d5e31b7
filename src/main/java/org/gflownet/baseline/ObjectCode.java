package org.gflownet.baseline;

import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;

/**
 * Objects as plain numbers, equal for equal objects alone: an index where states have one, else the
 * path of {@link PathCode}. For one worker; not thread-safe.
 *
 * @param <S> the state
 */
final class ObjectCode<S> {
  private final Environment<S> environment;
  private final PathCode<S> paths;
  private final boolean indexed;

  ObjectCode(Environment<S> environment) {
    this.environment = environment;
    this.paths = new PathCode<>(environment);
    this.indexed = ChainWorker.numIndices(environment).isPresent();
  }

  /** The code of an object. */
  long[] write(S object) {
    if (indexed) {
      return new long[] {listed().indexOf(object)};
    }
    LongBuffer code = new LongBuffer();
    paths.write(object, code);
    return code.toArray();
  }

  /**
   * The object of a code.
   *
   * @throws IllegalArgumentException if it is the code of none
   */
  S read(long[] code) {
    S state = indexed ? atIndex(code) : atEnd(code);
    if (environment.termination(state) == Termination.NONE) {
      throw new IllegalArgumentException("no trajectory ends in " + state);
    }
    return state;
  }

  private S atIndex(long[] code) {
    Optional<S> state =
        code.length == 1 && code[0] >= 0 && code[0] < listed().numIndices()
            ? listed().stateAt(code[0])
            : Optional.empty();
    return state.orElseThrow(() -> new IllegalArgumentException("no state has such an index"));
  }

  private S atEnd(long[] code) {
    if (code.length == 0 || code[0] != code.length - 1) {
      throw new IllegalArgumentException("a path is torn");
    }
    for (long number : code) {
      if (number < 0 || number > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a path has an action " + number);
      }
    }
    return paths.read(code, 0, new int[1]);
  }

  private EnumerableEnvironment<S> listed() {
    return (EnumerableEnvironment<S>) environment;
  }
}
