package org.gflownet.env;

/**
 * A state under a condition: the exponent beta of the reward R^beta that its trajectory is for.
 * Under different exponents it is a different state.
 *
 * @param state of the environment
 * @param beta exponent, positive
 * @param <S> the state
 */
public record Conditioned<S>(S state, double beta) {
  @Override
  public int hashCode() {
    // As the records' own, but promised to be the same on every machine.
    return 31 * state.hashCode() + Double.hashCode(beta);
  }
}
