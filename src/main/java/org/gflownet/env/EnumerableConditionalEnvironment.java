package org.gflownet.env;

import java.util.Optional;

/**
 * An environment under conditions whose states can be listed: those under the beta of {@link
 * #initialState}.
 *
 * @param <S> the state without a condition
 */
public final class EnumerableConditionalEnvironment<S> extends ConditionalEnvironment<S>
    implements EnumerableEnvironment<Conditioned<S>> {
  private final EnumerableEnvironment<S> listed;

  /**
   * An environment under conditions.
   *
   * @param environment of the states
   * @param least beta, positive
   * @param most beta, larger
   * @param beta of {@link #initialState}
   */
  public EnumerableConditionalEnvironment(
      EnumerableEnvironment<S> environment, double least, double most, double beta) {
    super(environment, least, most, beta);
    this.listed = environment;
  }

  @Override
  public long numIndices() {
    return listed.numIndices();
  }

  /** {@inheritDoc} The same under every beta. */
  @Override
  public long indexOf(Conditioned<S> state) {
    return listed.indexOf(state.state());
  }

  @Override
  public Optional<Conditioned<S>> stateAt(long index) {
    return listed.stateAt(index).map(this::with);
  }
}
