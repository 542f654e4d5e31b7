package org.gflownet.eval;

import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;

/**
 * An estimate of log Z from paths of the uniformly random policy, before anything is learned:
 *
 * <pre>
 * log Z = log E[ R(x) P_B(path | x) / P_F(path) ], estimated by the log of the mean over N paths
 * </pre>
 *
 * <p>where P_F takes every legal action with the same probability and P_B is uniform over distinct
 * parents. The mean of R P_B / P_F is not biased, but most of it may come from paths that N of them
 * do not show: where the reward is concentrated the estimate is low as a rule, the lower the fewer
 * paths. The standard error only knows of the paths that were seen.
 *
 * @param logZ the estimate; -infinity if no object has a reward above 0
 * @param standardError of it, sqrt(sum w^2 / (sum w)^2 - 1 / N) with weights w; NaN where it is not
 *     finite
 * @param numPaths N
 * @param numTransitions of all paths; STOP counts
 */
public record LogZEstimate(double logZ, double standardError, int numPaths, long numTransitions) {

  /**
   * Draws paths, scores them and estimates. Path i draws from a stream keyed by (seed, i) alone,
   * and sums go in the order of the paths, so the bits do not depend on who does it.
   *
   * @param tasks that sample and score
   * @param numParameters length P of the vector: with zeros a network gives every action the same
   *     logit
   * @param seed of the run; a stream of its own is derived from it
   * @param numPaths N, at least 1
   */
  static <S> LogZEstimate of(
      Environment<S> environment,
      EvaluationTasks tasks,
      int numParameters,
      long seed,
      int numPaths) {
    float[] uniform = new float[numParameters];
    long stream = RandomStream.derive(seed, "log-z-init");
    double[] weights = new double[numPaths];
    long transitions = 0;
    int known = 0;
    int window = EvaluationTasks.window(numPaths);
    for (int from = 0; from < numPaths; from += window) {
      int to = (int) Math.min(numPaths, (long) from + window);
      List<Exploration> policy = List.of(Exploration.NONE);
      for (ScoredObjects part :
          tasks.sample(uniform, stream, policy, numPaths, from, to, true).get(0)) {
        System.arraycopy(part.logWeights(), 0, weights, known, part.logWeights().length);
        known += part.logWeights().length;
        transitions += numTransitions(environment, part.paths());
      }
    }
    return of(weights, transitions);
  }

  /** The estimate from log weights. */
  static LogZEstimate of(double[] weights, long transitions) {
    int count = weights.length;
    double logSum = LogSpace.logSumExp(weights, 0, count);
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      squares[i] = 2 * weights[i];
    }
    double share = LogSpace.exp(LogSpace.logSumExp(squares, 0, count) - 2 * logSum);
    return new LogZEstimate(
        logSum - LogSpace.log(count),
        Math.sqrt(Math.max(0.0, share - 1.0 / count)),
        count,
        transitions);
  }

  private static <S> long numTransitions(Environment<S> environment, ActionPaths paths) {
    long sum = 0;
    for (int i = 0; i < paths.size(); i++) {
      sum += paths.trajectory(environment, i, i).numTransitions();
    }
    return sum;
  }
}
