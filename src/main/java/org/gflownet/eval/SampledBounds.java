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
  private final PathWeights<S> weights;
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
    this.weights = new PathWeights<>(table);
    this.backwardSampler = new BackwardSampler<>(table.environment());
  }

  /**
   * The evidence lower bound of log Z.
   *
   * @param onPolicy complete paths sampled from the forward policy without exploration, with their
   *     log R
   */
  public SampleMean elbo(List<Trajectory<S>> onPolicy) {
    double[] logWeights = new double[onPolicy.size()];
    for (int from = 0; from < logWeights.length; from += pathsPerChunk) {
      int to = (int) Math.min(logWeights.length, (long) from + pathsPerChunk);
      table.clear();
      weights.fill(onPolicy.subList(from, to), logWeights, from);
    }
    return SampleMean.of(logWeights);
  }

  /**
   * The evidence upper bound of log Z.
   *
   * @param target R/Z
   * @param numSamples number of paths, at least 1
   */
  public SampleMean eubo(TargetDistribution<S> target, int numSamples) {
    long stream = RandomStream.derive(seed, "eubo");
    double[] logWeights = new double[numSamples];
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
      weights.fill(
          backwardSampler.sample(table, objects, logRewards, randoms, from), logWeights, from);
    }
    return SampleMean.of(logWeights);
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
      double[] logWeights = new double[repeated.size()];
      table.clear();
      weights.fill(
          backwardSampler.sample(table, repeated, new double[logWeights.length], randoms, 0),
          logWeights,
          0);
      for (int i = from; i < to; i++) {
        logProbabilities[i] = logMeanExpNegated(logWeights, (i - from) * numPaths, numPaths);
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
    return spearman(objects, logRewards, numPaths);
  }

  /** As {@link #spearman(List, int)}, with log R of each object known. */
  OptionalDouble spearman(List<? extends S> objects, double[] logRewards, int numPaths) {
    return Correlation.spearman(logProbabilities(objects, numPaths), logRewards);
  }

  private static double logMeanExpNegated(double[] weights, int from, int count) {
    double[] negated = new double[count];
    for (int i = 0; i < count; i++) {
      negated[i] = -weights[from + i];
    }
    return LogSpace.logSumExp(negated, 0, count) - LogSpace.log(count);
  }
}
