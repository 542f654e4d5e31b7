package org.gflownet.eval;

import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;

/**
 * Logits from a model in this JVM. A row's logits do not depend on its batch, so neither do the
 * answers on how the indices are divided.
 *
 * <p>Mutable; not thread-safe; the model is not to be used elsewhere meanwhile.
 *
 * @param <S> the state
 */
public final class ModelLogitSource<S> implements LogitSource {
  private final EnumerableEnvironment<S> environment;
  private final StateTable<S> table;

  /**
   * A source.
   *
   * @param environment whose states are evaluated
   * @param model with its parameters loaded
   */
  public ModelLogitSource(EnumerableEnvironment<S> environment, FlowModel model) {
    this.environment = environment;
    this.table = StateTable.forwardOnly(environment, model);
  }

  @Override
  public float[] logits(long from, long to) {
    table.clear();
    for (long index = from; index < to; index++) {
      Optional<S> state = environment.stateAt(index);
      if (state.isPresent() && environment.termination(state.get()) != Termination.FORCED) {
        table.intern(state.get());
      }
    }
    table.evaluate();
    return table.logits();
  }
}
