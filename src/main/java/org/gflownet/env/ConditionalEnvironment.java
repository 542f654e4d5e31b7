package org.gflownet.env;

import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;

/**
 * An environment whose states carry the exponent beta of the reward R^beta, so that one network
 * learns a policy for each beta of a range.
 *
 * <p>No action changes beta. A training trajectory starts from the source under a beta that is
 * uniform over the range; {@link #initialState} is the source under one beta, that of evaluation
 * and sampling. The network reads beta as a thermometer of {@value #PLACES} places, real features
 * behind those of the state: place k is
 *
 * <pre>min(1, max(0, PLACES (beta - least) / (most - least) - k))</pre>
 *
 * @param <S> the state without a condition
 */
public class ConditionalEnvironment<S> implements Environment<Conditioned<S>> {
  /** Number of real features that tell beta. */
  public static final int PLACES = 16;

  private final Environment<S> environment;
  private final double least;
  private final double most;
  private final double beta;

  /**
   * An environment under conditions.
   *
   * @param environment of the states
   * @param least beta, positive
   * @param most beta, larger
   * @param beta of {@link #initialState}
   */
  public ConditionalEnvironment(
      Environment<S> environment, double least, double most, double beta) {
    if (!(least > 0 && least < most && most < Double.POSITIVE_INFINITY)
        || !(beta >= least && beta <= most)) {
      throw new IllegalArgumentException(
          "no range of beta: " + least + " to " + most + ", with " + beta);
    }
    this.environment = environment;
    this.least = least;
    this.most = most;
    this.beta = beta;
  }

  /** The environment under conditions, with its states listed if the other lists its own. */
  public static <S> ConditionalEnvironment<S> of(
      Environment<S> environment, double least, double most, double beta) {
    return environment instanceof EnumerableEnvironment<S> listed
        ? new EnumerableConditionalEnvironment<>(listed, least, most, beta)
        : new ConditionalEnvironment<>(environment, least, most, beta);
  }

  /** A state under the beta of {@link #initialState}. */
  final Conditioned<S> with(S state) {
    return new Conditioned<>(state, beta);
  }

  /** The environment without conditions. */
  public final Environment<S> environment() {
    return environment;
  }

  @Override
  public Conditioned<S> initialState() {
    return with(environment.initialState());
  }

  @Override
  public Conditioned<S> drawSource(RandomStream random) {
    double drawn = Math.min(most, least + (most - least) * random.nextDouble());
    return new Conditioned<>(environment.initialState(), drawn);
  }

  @Override
  public int numActions() {
    return environment.numActions();
  }

  @Override
  public int numBackwardActions() {
    return environment.numBackwardActions();
  }

  @Override
  public int stopAction() {
    return environment.stopAction();
  }

  @Override
  public Termination termination(Conditioned<S> state) {
    return environment.termination(state.state());
  }

  @Override
  public void forwardActions(Conditioned<S> state, IntList out) {
    environment.forwardActions(state.state(), out);
  }

  @Override
  public Conditioned<S> step(Conditioned<S> state, int action) {
    return new Conditioned<>(environment.step(state.state(), action), state.beta());
  }

  @Override
  public void backwardActions(Conditioned<S> state, IntList out) {
    environment.backwardActions(state.state(), out);
  }

  @Override
  public Conditioned<S> backstep(Conditioned<S> state, int backwardAction) {
    return new Conditioned<>(environment.backstep(state.state(), backwardAction), state.beta());
  }

  @Override
  public void edgeActions(Conditioned<S> state, int backwardAction, IntList out) {
    environment.edgeActions(state.state(), backwardAction, out);
  }

  @Override
  public int numFeatures() {
    return environment.numFeatures() + PLACES;
  }

  @Override
  public void encode(Conditioned<S> state, IntList activeFeatures) {
    environment.encode(state.state(), activeFeatures);
  }

  @Override
  public void encodeReal(Conditioned<S> state, RealFeatures out) {
    environment.encodeReal(state.state(), out);
    double level = PLACES * (state.beta() - least) / (most - least);
    for (int k = 0; k < PLACES && level > k; k++) {
      out.add(environment.numFeatures() + k, (float) Math.min(1.0, level - k));
    }
  }
}
