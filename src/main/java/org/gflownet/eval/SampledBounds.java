package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.gflownet.math.Correlation;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.TargetDistribution;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Trajectory;

/**
 * Measures for spaces too large to enumerate, from paths: a lower and an upper bound of log Z that
 * meet when the policy is perfect, and estimates of log p(x).
 *
 * <p>With w(path) = log R(x) + log P_B(path | x) - log P_F(path), the evidence lower bound is E[w]
 * over paths of the forward policy, and the evidence upper bound is E[w] over x from R/Z and paths
 * from P_B, which is the model's where it has one and uniform otherwise. ELBO &lt;= log Z &lt;=
 * EUBO, whatever P_B; they meet where it is the one that the policy was trained with.
 *
 * <p>Sample i draws from a stream keyed by (seed, i) alone, and states are evaluated in chunks, so
 * results depend neither on the chunk size nor on anything sampled before. Not thread-safe.
 *
 * @param <S> the state
 */
public final class SampledBounds<S> {
  private final StateTable<S> table;
  private final LogReward<? super S> reward;
  private final long seed;
  private final int pathsPerChunk;
  private final PathProbabilities<S> probabilities;
  private final BackwardSampler<S> backwardSampler;

  /**
   * Bounds for a model.
   *
   * @param table its model has its parameters loaded; cleared between chunks
   * @param reward of the terminating states
   * @param seed of the run; streams of their own are derived from it
   * @param pathsPerChunk number of paths whose states are kept at a time, at least 1
   */
  public SampledBounds(
      StateTable<S> table, LogReward<? super S> reward, long seed, int pathsPerChunk) {
    if (pathsPerChunk < 1) {
      throw new IllegalArgumentException("paths per chunk must be >= 1, was " + pathsPerChunk);
    }
    this.table = table;
    this.reward = reward;
    this.seed = seed;
    this.pathsPerChunk = pathsPerChunk;
    this.probabilities = new PathProbabilities<>(table);
    this.backwardSampler = new BackwardSampler<>(table.environment());
  }

  /**
   * The evidence lower bound of log Z.
   *
   * @param onPolicy complete paths sampled from the forward policy without exploration, with their
   *     log R
   */
  public SampleMean elbo(List<Trajectory<S>> onPolicy) {
    return SampleMean.of(logWeights(onPolicy));
  }

  /** The log weights w of complete paths, in their order. */
  double[] logWeights(List<Trajectory<S>> paths) {
    double[] weights = new double[paths.size()];
    for (int from = 0; from < weights.length; from += pathsPerChunk) {
      int to = (int) Math.min(weights.length, (long) from + pathsPerChunk);
      table.clear();
      fillWeights(paths.subList(from, to), weights, from);
    }
    return weights;
  }

  /**
   * The evidence upper bound of log Z.
   *
   * @param target R/Z
   * @param numSamples number of paths, at least 1
   */
  public SampleMean eubo(TargetDistribution<S> target, int numSamples) {
    long stream = RandomStream.derive(seed, "eubo");
    double[] weights = new double[numSamples];
    for (int from = 0; from < numSamples; from += pathsPerChunk) {
      int to = (int) Math.min(numSamples, (long) from + pathsPerChunk);
      List<S> objects = new ArrayList<>(to - from);
      List<RandomStream> randoms = new ArrayList<>(to - from);
      for (int i = from; i < to; i++) {
        RandomStream random = new RandomStream(stream, 0, i);
        objects.add(target.sample(random));
        randoms.add(random);
      }
      double[] logRewards = new double[objects.size()];
      reward.logRewards(objects, logRewards);
      table.clear();
      fillWeights(backwardSampler.sample(table, objects, logRewards, randoms, from), weights, from);
    }
    return SampleMean.of(weights);
  }

  /**
   * Objects drawn from R/Z, for {@link #spearman}; other ones than those of {@link #eubo}.
   *
   * @param numSamples number of objects
   */
  public List<S> targetSamples(TargetDistribution<S> target, int numSamples) {
    long stream = RandomStream.derive(seed, "target-samples");
    List<S> objects = new ArrayList<>(numSamples);
    for (int i = 0; i < numSamples; i++) {
      objects.add(target.sample(new RandomStream(stream, 0, i)));
    }
    return objects;
  }

  /**
   * Estimates log p(x) = log E[P_F(path) / P_B(path | x)] over paths from P_B by the log of the
   * mean over some paths: low by about half the variance of the log weights over their number.
   *
   * @param objects terminating states
   * @param numPaths paths per object K, at least 1; a chunk holds at least one object's
   */
  public double[] logProbabilities(List<? extends S> objects, int numPaths) {
    long stream = RandomStream.derive(seed, "log-p");
    int objectsPerChunk = Math.max(1, pathsPerChunk / numPaths);
    double[] logProbabilities = new double[objects.size()];
    for (int from = 0; from < logProbabilities.length; from += objectsPerChunk) {
      int to = (int) Math.min(logProbabilities.length, (long) from + objectsPerChunk);
      List<S> repeated = new ArrayList<>((to - from) * numPaths);
      List<RandomStream> randoms = new ArrayList<>((to - from) * numPaths);
      for (int i = from; i < to; i++) {
        for (int k = 0; k < numPaths; k++) {
          repeated.add(objects.get(i));
          randoms.add(new RandomStream(stream, k, i));
        }
      }
      // With log R = 0 a weight is log P_B - log P_F.
      double[] weights = new double[repeated.size()];
      table.clear();
      fillWeights(
          backwardSampler.sample(table, repeated, new double[weights.length], randoms, 0),
          weights,
          0);
      for (int i = from; i < to; i++) {
        logProbabilities[i] = logMeanExpNegated(weights, (i - from) * numPaths, numPaths);
      }
    }
    return logProbabilities;
  }

  /**
   * Spearman correlation of the estimated log p(x) with log R(x).
   *
   * @param objects terminating states, for example {@link #targetSamples}
   * @param numPaths paths per object for the estimate
   * @return empty where one of them is constant
   */
  public OptionalDouble spearman(List<? extends S> objects, int numPaths) {
    double[] logRewards = new double[objects.size()];
    reward.logRewards(objects, logRewards);
    return Correlation.spearman(logProbabilities(objects, numPaths), logRewards);
  }

  /** The log weights of paths, some of whose states may be in the table already. */
  private void fillWeights(List<Trajectory<S>> paths, double[] weights, int offset) {
    for (Trajectory<S> path : paths) {
      probabilities.intern(path);
    }
    table.evaluate();
    for (int i = 0; i < paths.size(); i++) {
      Trajectory<S> path = paths.get(i);
      weights[offset + i] =
          path.logReward() + probabilities.logBackward(path) - probabilities.logForward(path);
    }
  }

  private static double logMeanExpNegated(double[] weights, int from, int count) {
    double[] negated = new double[count];
    for (int i = 0; i < count; i++) {
      negated[i] = -weights[from + i];
    }
    return LogSpace.logSumExp(negated, 0, count) - LogSpace.log(count);
  }
}
