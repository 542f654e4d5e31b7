package org.gflownet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;

/**
 * How well a policy fits a reward whose target R/Z can be neither listed nor sampled, from paths of
 * the policy and of the uniformly random one.
 *
 * <p>With w = log R(x) + log P_B(path | x) - log P_F(path) of N paths of the policy:
 *
 * <ul>
 *   <li>{@code log_z.importance} = log mean exp(w), which tends to log Z from below;
 *   <li>{@code ess} = (sum exp(w))^2 / (N sum exp(2 w)), 1 for a perfect policy and 1/N for one
 *       whose paths tell nothing of the target;
 *   <li>{@code spearman.samples}: rank correlation of log p(x) with log R(x) over distinct objects,
 *       half of them drawn by the policy and half at random;
 *   <li>{@code random.reward.mean}: mean reward of the uniformly random policy.
 * </ul>
 *
 * @param <S> the state
 */
final class SampledFit<S> {
  private static final int PATHS_PER_CHUNK = 512;
  private static final int CORRELATED_OBJECTS = 300;
  private static final int CORRELATION_PATHS = 16;

  /** The policy, whose random stream is 0, and the uniformly random one, whose stream is 1. */
  private static final List<Exploration> POLICIES =
      List.of(Exploration.NONE, new Exploration(1.0, 1.0));

  private final Environment<S> environment;
  private final EvaluationTasks tasks;
  private final SampledBounds<S> bounds;
  private final long seed;
  private final int numSamples;
  private final Map<S, Double> objects = new LinkedHashMap<>();

  /**
   * A measurement.
   *
   * @param environment of the policy
   * @param model with its parameters loaded
   * @param tasks that sample and score
   * @param seed of the run; a stream of its own is derived from it
   * @param numSamples paths of each policy, at least 2
   */
  SampledFit(
      Environment<S> environment,
      FlowModel model,
      EvaluationTasks tasks,
      long seed,
      int numSamples) {
    this.environment = environment;
    this.tasks = tasks;
    this.bounds =
        new SampledBounds<>(
            new StateTable<>(environment, model), new Unrewarded<>(), seed, PATHS_PER_CHUNK);
    this.seed = RandomStream.derive(seed, "sampled-fit");
    this.numSamples = numSamples;
  }

  /**
   * The figures by name; to be asked for once.
   *
   * @param parameters the flat vector of the policy
   */
  Map<String, Double> figures(float[] parameters) {
    double[] weights = new double[numSamples];
    double randomRewards = 0;
    int window = EvaluationTasks.window(numSamples);
    int known = 0;
    for (int from = 0; from < numSamples; from += window) {
      int to = (int) Math.min(numSamples, (long) from + window);
      boolean wanting = objects.size() < CORRELATED_OBJECTS;
      List<List<ScoredObjects>> drawn =
          tasks.sample(parameters, seed, POLICIES, numSamples, from, to, wanting);
      for (int p = 0; p < drawn.get(0).size(); p++) {
        double[] own = drawn.get(0).get(p).logWeights();
        System.arraycopy(own, 0, weights, known, own.length);
        known += own.length;
        for (double logReward : drawn.get(1).get(p).logRewards()) {
          randomRewards += LogSpace.exp(logReward);
        }
        if (wanting) {
          keepObjects(drawn.get(0).get(p).paths(), drawn.get(1).get(p).paths());
        }
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    double logSum = LogSpace.logSumExp(weights, 0, numSamples);
    double[] doubled = new double[numSamples];
    for (int i = 0; i < numSamples; i++) {
      doubled[i] = 2 * weights[i];
    }
    double logSquares = LogSpace.logSumExp(doubled, 0, numSamples);
    figures.put("log_z.importance", logSum - LogSpace.log(numSamples));
    figures.put("ess", LogSpace.exp(2 * logSum - logSquares - LogSpace.log(numSamples)));
    bounds
        .spearman(
            new ArrayList<>(objects.keySet()),
            objects.values().stream().mapToDouble(Double::doubleValue).toArray(),
            CORRELATION_PATHS)
        .ifPresent(correlation -> figures.put("spearman.samples", correlation));
    figures.put("random.reward.mean", randomRewards / numSamples);
    return figures;
  }

  /**
   * The one metric that needs no weights: {@code random.reward.mean}.
   *
   * @param parameters the flat vector of the policy
   */
  Map<String, Double> randomReward(float[] parameters) {
    double sum = 0;
    int window = EvaluationTasks.window(numSamples);
    for (int from = 0; from < numSamples; from += window) {
      int to = (int) Math.min(numSamples, (long) from + window);
      for (ScoredObjects part :
          tasks.sample(parameters, seed, POLICIES, numSamples, from, to, false).get(1)) {
        for (double logReward : part.logRewards()) {
          sum += LogSpace.exp(logReward);
        }
      }
    }
    return Map.of("random.reward.mean", sum / numSamples);
  }

  /** Takes the objects of both policies by turns until there are enough. */
  private void keepObjects(ActionPaths own, ActionPaths random) {
    for (int i = 0; i < own.size() && objects.size() < CORRELATED_OBJECTS; i++) {
      keep(own, i);
      keep(random, i);
    }
  }

  private void keep(ActionPaths paths, int i) {
    objects.putIfAbsent(paths.trajectory(environment, i, i).terminatingState(), paths.logReward(i));
  }
}
