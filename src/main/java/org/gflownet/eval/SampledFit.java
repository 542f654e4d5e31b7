package org.gflownet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

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
public final class SampledFit<S> {
  private static final int PATHS_PER_CHUNK = 512;
  private static final int CORRELATED_OBJECTS = 300;
  private static final int CORRELATION_PATHS = 16;
  private static final Exploration UNIFORM = new Exploration(1.0, 1.0);

  private final StateTable<S> table;
  private final Sampler<S> sampler;
  private final SampledBounds<S> bounds;
  private final long seed;
  private final int numSamples;

  /**
   * A measurement.
   *
   * @param environment of the policy
   * @param reward of the objects
   * @param model with its parameters loaded
   * @param seed of the run; a stream of its own is derived from it
   * @param numSamples paths of each policy, at least 2
   */
  public SampledFit(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      long seed,
      int numSamples) {
    this.table = new StateTable<>(environment, model);
    this.sampler = new Sampler<>(environment, reward);
    this.bounds = new SampledBounds<>(table, reward, seed, PATHS_PER_CHUNK);
    this.seed = RandomStream.derive(seed, "sampled-fit");
    this.numSamples = numSamples;
  }

  /** The figures by name. */
  public Map<String, Double> figures() {
    double[] weights = new double[numSamples];
    Set<S> objects = new LinkedHashSet<>();
    double randomRewards = 0;
    for (int from = 0; from < numSamples; from += PATHS_PER_CHUNK) {
      int to = Math.min(numSamples, from + PATHS_PER_CHUNK);
      List<Trajectory<S>> own = draw(Exploration.NONE, 0, from, to);
      System.arraycopy(bounds.logWeights(own), 0, weights, from, to - from);
      List<Trajectory<S>> random = draw(UNIFORM, 1, from, to);
      for (Trajectory<S> trajectory : random) {
        randomRewards += LogSpace.exp(trajectory.logReward());
      }
      for (int i = 0; i < own.size() && objects.size() < CORRELATED_OBJECTS; i++) {
        objects.add(own.get(i).terminatingState());
        objects.add(random.get(i).terminatingState());
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
        .spearman(new ArrayList<>(objects), CORRELATION_PATHS)
        .ifPresent(correlation -> figures.put("spearman.samples", correlation));
    figures.put("random.reward.mean", randomRewards / numSamples);
    return figures;
  }

  /** The one figure that needs no weights: {@code random.reward.mean}. */
  public Map<String, Double> randomReward() {
    double sum = 0;
    for (int from = 0; from < numSamples; from += PATHS_PER_CHUNK) {
      int to = Math.min(numSamples, from + PATHS_PER_CHUNK);
      for (Trajectory<S> trajectory : draw(UNIFORM, 1, from, to)) {
        sum += LogSpace.exp(trajectory.logReward());
      }
    }
    return Map.of("random.reward.mean", sum / numSamples);
  }

  private List<Trajectory<S>> draw(Exploration exploration, long policy, int from, int to) {
    table.clear();
    return sampler.sample(table, exploration, seed, policy, from, to);
  }
}
