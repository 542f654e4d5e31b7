package org.gflownet.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Trajectory;

/**
 * log p(x) of single objects: exact by dynamic programming where few enough states lead to x, else
 * an estimate from backward paths with its standard error.
 *
 * <p>The estimate is the log of the mean of w = P_F(path) / P_B(path | x) over K paths from P_B,
 * the model's where it has one and uniform otherwise; its standard error is sd(w) / (mean(w)
 * sqrt(K)), to first order. Path k of object i is keyed by (seed, i, k), so nothing depends on what
 * else is asked for. Not thread-safe.
 *
 * @param <S> the state
 */
public final class ObjectProbabilities<S> {
  private final StateTable<S> table;
  private final Environment<S> environment;
  private final PathProbabilities<S> paths;
  private final BackwardSampler<S> sampler;
  private final Settings settings;

  /**
   * How to find probabilities.
   *
   * @param maxStates at most this many states for an exact one; 0 for never
   * @param numPaths paths per estimate K, at least 2
   * @param seed of the paths
   */
  public record Settings(int maxStates, int numPaths, long seed) {}

  /**
   * What is known of an object.
   *
   * @param logProbability log p(x)
   * @param standardError of it; 0 where exact
   * @param exact whether all paths were summed
   * @param numStates that were summed over; 0 for an estimate
   * @param logInflow log of the flow into x that the logits stand for: F(x, STOP), or the sum over
   *     its parents' edges where STOP is forced
   */
  public record Probability(
      double logProbability,
      double standardError,
      boolean exact,
      int numStates,
      double logInflow) {}

  /**
   * Probabilities under a model.
   *
   * @param table its model has its parameters loaded; cleared from object to object
   * @param settings limits
   */
  public ObjectProbabilities(StateTable<S> table, Settings settings) {
    this.table = table;
    this.environment = table.environment();
    this.paths = new PathProbabilities<>(table);
    this.sampler = new BackwardSampler<>(environment);
    this.settings = settings;
  }

  /**
   * log p(x) of one object.
   *
   * @param object a terminating state
   * @param index its number, the key of its random paths
   */
  public Probability of(S object, long index) {
    Optional<ConstructionDag<S>> dag =
        ConstructionDag.of(environment, object, settings.maxStates());
    table.clear();
    if (dag.isEmpty()) {
      return sampled(object, index);
    }
    dag.get().intern(table);
    table.evaluate();
    return new Probability(
        dag.get().logProbability(table), 0.0, true, dag.get().size(), logInflow(object));
  }

  private Probability sampled(S object, long index) {
    List<RandomStream> randoms = new ArrayList<>(settings.numPaths());
    for (int k = 0; k < settings.numPaths(); k++) {
      randoms.add(new RandomStream(settings.seed(), index, k));
    }
    List<Trajectory<S>> drawn =
        sampler.sample(
            table,
            Collections.nCopies(randoms.size(), object),
            new double[randoms.size()],
            randoms,
            0);
    drawn.forEach(paths::intern);
    internParents(object);
    table.evaluate();
    double[] logWeights = new double[drawn.size()];
    for (int k = 0; k < logWeights.length; k++) {
      logWeights[k] = paths.logForward(drawn.get(k)) - paths.logBackward(drawn.get(k));
    }
    double logMean =
        LogSpace.logSumExp(logWeights, 0, logWeights.length) - LogSpace.log(logWeights.length);
    return new Probability(
        logMean, relativeError(logWeights, logMean), false, 0, logInflow(object));
  }

  /** Standard error of the mean weight over the mean weight. */
  private static double relativeError(double[] logWeights, double logMean) {
    double squares = 0;
    for (double logWeight : logWeights) {
      double deviation = LogSpace.exp(logWeight - logMean) - 1;
      squares += deviation * deviation;
    }
    int n = logWeights.length;
    return Math.sqrt(squares / (n - 1) / n);
  }

  private void internParents(S object) {
    table.intern(object);
    IntList backward = new IntList();
    environment.backwardActions(object, backward);
    for (int i = 0; i < backward.size(); i++) {
      table.intern(environment.backstep(object, backward.get(i)));
    }
  }

  private double logInflow(S object) {
    if (environment.termination(object) != Termination.FORCED) {
      return logit(table.intern(object), environment.stopAction());
    }
    IntList backward = new IntList();
    environment.backwardActions(object, backward);
    IntList edge = new IntList();
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < backward.size(); i++) {
      int row = table.intern(environment.backstep(object, backward.get(i)));
      edge.clear();
      environment.edgeActions(object, backward.get(i), edge);
      for (int k = 0; k < edge.size(); k++) {
        sum = LogSpace.logAddExp(sum, logit(row, edge.get(k)));
      }
    }
    return sum;
  }

  private double logit(int row, int action) {
    return table.logits()[table.batch().outputPosition(row, action)];
  }
}
