package org.gflownet.eval;

import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;

/**
 * The distribution over terminating states that a forward policy has, without sampling.
 *
 * <p>The probability of passing through a state is pushed along its edges, in index order, which is
 * topological: m(s0) = 1, m(s') = sum over edges s -&gt; s' of m(s) P_F(s' | s), and p(x) = m(x)
 * P_F(STOP | x), or m(x) where x forces termination. One number per index is all the memory it
 * needs.
 */
public final class ExactDistribution {
  private static final int STATES_PER_CHUNK = 4096;

  private final double[] probabilities;
  private final double logZ;

  private ExactDistribution(double[] probabilities, double logZ) {
    this.probabilities = probabilities;
    this.logZ = logZ;
  }

  /** Computes the distribution in chunks of a size that suits a model in this JVM. */
  public static <S> ExactDistribution of(EnumerableEnvironment<S> environment, LogitSource source) {
    return of(environment, source, STATES_PER_CHUNK);
  }

  /**
   * Computes the distribution.
   *
   * @param environment the graph
   * @param source logits of its states
   * @param statesPerChunk indices asked of the source at a time, at least 1; has no effect on the
   *     result
   * @throws IllegalArgumentException if the states are too many for an array
   */
  public static <S> ExactDistribution of(
      EnumerableEnvironment<S> environment, LogitSource source, int statesPerChunk) {
    Pass<S> pass = new Pass<>(environment);
    long numIndices = environment.numIndices();
    for (long from = 0; from < numIndices; from += statesPerChunk) {
      long to = Math.min(numIndices, from + statesPerChunk);
      pass.push(from, to, source.logits(from, to));
    }
    return new ExactDistribution(pass.mass, pass.logZ);
  }

  /**
   * p(x) by state index; 0 where no reachable terminating state has the index. Not copied: read
   * only.
   */
  public double[] probabilities() {
    return probabilities;
  }

  /** log Z of the model read as flows: the log-sum-exp of the logits of s0. */
  public double logZ() {
    return logZ;
  }

  /** Number of indices of an environment, as an array length. */
  static int arrayLength(EnumerableEnvironment<?> environment) {
    long numIndices = environment.numIndices();
    if (numIndices > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "too many states for exact evaluation: " + numIndices + " indices");
    }
    return (int) numIndices;
  }

  /** The sweep over the states; {@code mass} holds m ahead of it and p behind it. */
  private static final class Pass<S> {
    private final EnumerableEnvironment<S> environment;
    private final double[] mass;
    private final IntList actions = new IntList();
    private double[] weights = new double[16];
    private double logZ = Double.NaN;

    Pass(EnumerableEnvironment<S> environment) {
      this.environment = environment;
      this.mass = new double[arrayLength(environment)];
      mass[(int) environment.indexOf(environment.initialState())] = 1.0;
    }

    void push(long from, long to, float[] logits) {
      int offset = 0;
      for (int index = (int) from; index < to; index++) {
        Optional<S> state = environment.stateAt(index);
        if (state.isEmpty() || environment.termination(state.get()) == Termination.FORCED) {
          continue;
        }
        actions.clear();
        environment.forwardActions(state.get(), actions);
        pushState(state.get(), index, logits, offset);
        offset += actions.size();
      }
    }

    private void pushState(S state, int index, float[] logits, int offset) {
      int numActions = actions.size();
      double total = softmaxWeights(logits, offset, numActions);
      if (Double.isNaN(logZ)) {
        logZ = LogSpace.logSumExp(logits, offset, offset + numActions);
      }
      double unit = mass[index] / total;
      mass[index] = 0.0;
      if (unit == 0.0) {
        return;
      }
      for (int i = 0; i < numActions; i++) {
        int action = actions.get(i);
        if (action == environment.stopAction()) {
          mass[index] = unit * weights[i];
        } else {
          mass[(int) environment.indexOf(environment.step(state, action))] += unit * weights[i];
        }
      }
    }

    /** Fills {@code weights} with exp(logit - max) and returns their sum. */
    private double softmaxWeights(float[] logits, int offset, int numActions) {
      if (weights.length < numActions) {
        weights = new double[numActions];
      }
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < numActions; i++) {
        max = Math.max(max, logits[offset + i]);
      }
      double total = 0;
      for (int i = 0; i < numActions; i++) {
        weights[i] = LogSpace.exp(logits[offset + i] - max);
        total += weights[i];
      }
      return total;
    }
  }
}
