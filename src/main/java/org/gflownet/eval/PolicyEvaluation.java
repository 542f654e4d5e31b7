package org.gflownet.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.objective.Objective;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.TargetDistribution;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Trajectory;

/**
 * How far a policy is from sampling in proportion to the reward: exactly where the states can be
 * listed within a limit, else by bounds from samples.
 *
 * <p>Exact figures are {@code exact.tv}, {@code exact.kl}, {@code exact.js} and {@code
 * exact.log_z_error}; the others {@code elbo}, {@code reward.mean}, {@code eubo} (where the target
 * can be sampled) and {@code spearman} of log p with log R. All have {@code log_z}, where the
 * objective has one. On the driver, which asks {@link EvaluationTasks} for what takes the reward;
 * not thread-safe.
 *
 * @param <S> the state
 */
public final class PolicyEvaluation<S> implements AutoCloseable {
  private static final int PATHS_PER_CHUNK = 512;
  private static final int SPEARMAN_OBJECTS = 500;
  private static final int SPEARMAN_PATHS = 16;

  private final Environment<S> environment;
  private final LogReward<? super S> reward;
  private final FlowModel model;
  private final Objective objective;
  private final Optional<ExactTarget> target;
  private final Optional<TargetDistribution<S>> sampledTarget;
  private final Function<float[], LogitSource> logits;
  private final EvaluationTasks tasks;
  private final Settings settings;
  private ExactDistribution distribution;

  /**
   * How to evaluate.
   *
   * @param seed of the run
   * @param exactMaxStates no more state indices than this are enumerated
   * @param samples number of trajectories for bounds
   * @param trueParents whether the parents that a state lists are the states that it can be reached
   *     from; if not, nothing is said that weighs paths by P_B: neither {@code elbo} nor what is
   *     estimated from weights
   * @param scoresInPlace whether the reward of states is a formula that no task is worth: the
   *     target is then listed on the driver
   */
  public record Settings(
      long seed, long exactMaxStates, int samples, boolean trueParents, boolean scoresInPlace) {}

  /**
   * An evaluation of one policy after another.
   *
   * @param environment of the policy
   * @param reward of the objects, asked on the driver where it is a formula or its target can be
   *     sampled
   * @param model for this evaluation alone
   * @param objective that the policy is trained with: it knows what stands for log Z
   * @param sampledTarget R/Z where it can be sampled exactly
   * @param logits from parameters to logits of all states, used where states are enumerated; an
   *     {@link AutoCloseable} one is closed
   * @param tasks that sample and score; closed with this
   * @param settings limits and sample sizes
   */
  public PolicyEvaluation(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      Objective objective,
      Optional<TargetDistribution<S>> sampledTarget,
      Function<float[], LogitSource> logits,
      EvaluationTasks tasks,
      Settings settings) {
    this.environment = environment;
    this.reward = reward;
    this.model = model;
    this.objective = objective;
    this.sampledTarget = sampledTarget;
    this.logits = logits;
    this.tasks = tasks;
    this.settings = settings;
    this.target = exactTarget();
  }

  private Optional<ExactTarget> exactTarget() {
    if (environment instanceof EnumerableEnvironment<S> enumerable
        && enumerable.numIndices() <= settings.exactMaxStates()) {
      return Optional.of(
          settings.scoresInPlace()
              ? ExactTarget.of(enumerable, reward)
              : ExactTarget.of(
                  tasks.logRewardsOfStates(ExactDistribution.arrayLength(enumerable))));
    }
    return Optional.empty();
  }

  /** log R of the objects that trajectories end in, in their order. */
  public double[] logRewards(List<Trajectory<S>> trajectories) {
    return tasks.logRewards(trajectories);
  }

  /** R/Z by enumeration, where that is within the limit. */
  public Optional<ExactTarget> target() {
    return target;
  }

  /** The policy's terminating distribution as of the last exact evaluation. */
  public Optional<ExactDistribution> distribution() {
    return Optional.ofNullable(distribution);
  }

  /**
   * Evaluates a policy.
   *
   * @param parameters the flat vector
   * @return figures by name, in the order in which they are reported
   */
  public Map<String, Double> evaluate(float[] parameters) {
    Map<String, Double> figures = new LinkedHashMap<>();
    model.load(parameters);
    double[] scalars = new double[objective.numScalars()];
    objective.readScalars(parameters, scalars);
    double logZ = objective.logZ(newTable(), scalars);
    if (!Double.isNaN(logZ)) {
      figures.put("log_z", logZ);
    }
    if (target.isPresent()) {
      exact(parameters, target.get(), figures);
      if (!Double.isNaN(logZ)) {
        figures.put(
            "exact.log_z_error", DistributionDistances.logZError(logZ, target.get().logZ()));
      }
    } else {
      sampled(parameters, figures);
    }
    return figures;
  }

  /**
   * What more samples say of a policy whose target can be neither listed nor sampled, {@link
   * SampledFit}; nothing otherwise. Dearer than {@link #evaluate}.
   *
   * @param parameters the flat vector
   */
  public Map<String, Double> samples(float[] parameters) {
    if (target.isPresent() || sampledTarget.isPresent()) {
      return Map.of();
    }
    model.load(parameters);
    SampledFit<S> fit =
        new SampledFit<>(environment, model, tasks, settings.seed(), settings.samples());
    return settings.trueParents() ? fit.figures(parameters) : fit.randomReward(parameters);
  }

  /**
   * Estimates log Z from paths of the uniformly random policy.
   *
   * @param numPaths number of them, at least 1
   * @param account of what the reward is asked for, instead of that of evaluations
   */
  public LogZEstimate randomLogZ(int numPaths, EvaluationTasks.Account account) {
    return LogZEstimate.of(
        environment, tasks.chargedTo(account), model.numParameters(), settings.seed(), numPaths);
  }

  private void exact(float[] parameters, ExactTarget exactTarget, Map<String, Double> figures) {
    LogitSource source = logits.apply(parameters);
    try {
      distribution = ExactDistribution.of((EnumerableEnvironment<S>) environment, source);
    } finally {
      close(source);
    }
    DistributionDistances distances =
        DistributionDistances.between(distribution.probabilities(), exactTarget.probabilities());
    figures.put("exact.tv", distances.totalVariation());
    figures.put("exact.kl", distances.kl());
    figures.put("exact.js", distances.jensenShannon());
  }

  private void sampled(float[] parameters, Map<String, Double> figures) {
    samples(parameters, figures);
    if (sampledTarget.isPresent()) {
      SampledBounds<S> bounds =
          new SampledBounds<>(newTable(), reward, settings.seed(), PATHS_PER_CHUNK);
      TargetDistribution<S> distributionOfTarget = sampledTarget.get();
      figures.put("eubo", bounds.eubo(distributionOfTarget, settings.samples()).mean());
      int objects = Math.min(SPEARMAN_OBJECTS, settings.samples());
      List<S> drawn = bounds.targetSamples(distributionOfTarget, objects);
      bounds
          .spearman(drawn, SPEARMAN_PATHS)
          .ifPresent(correlation -> figures.put("spearman", correlation));
    }
  }

  private StateTable<S> newTable() {
    StateTable<S> table = StateTable.withRewards(environment, model, reward::logRewards);
    table.clear();
    return table;
  }

  /** Means over windows, so that memory does not grow with the number of samples. */
  private void samples(float[] parameters, Map<String, Double> figures) {
    int samples = settings.samples();
    long seed = RandomStream.derive(settings.seed(), "elbo");
    List<Exploration> policy = List.of(Exploration.NONE);
    ChunkedMean elbo = new ChunkedMean(PATHS_PER_CHUNK);
    double rewards = 0.0;
    int window = EvaluationTasks.window(samples);
    for (int from = 0; from < samples; from += window) {
      int to = (int) Math.min(samples, (long) from + window);
      for (ScoredObjects part :
          tasks.sample(parameters, seed, policy, samples, from, to, false).get(0)) {
        for (int i = 0; i < part.logRewards().length; i++) {
          rewards += LogSpace.exp(part.logRewards()[i]);
          elbo.add(part.logWeights()[i]);
        }
      }
    }
    if (settings.trueParents()) {
      figures.put("elbo", elbo.mean());
    }
    figures.put("reward.mean", rewards / samples);
  }

  @Override
  public void close() {
    tasks.close();
  }

  private static void close(LogitSource source) {
    if (source instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot release a source of logits", e);
      }
    }
  }
}
