package org.gflownet.config;

import java.util.List;
import java.util.OptionalLong;
import org.gflownet.config.TrainConfig.Objective;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.reward.hypergrid.HypergridRewards;

/**
 * Section {@code objective}: the loss.
 *
 * @param eps added to flows and rewards inside logarithms
 * @param terminalWeight weight of the terms that hold a reward
 * @param reduction how terms become one loss
 * @param lambda weight of a sub-trajectory per transition
 * @param backwardPolicy how paths back are weighted
 * @param logZLr learning rate of log Z at step 0
 * @param logZInit log Z at step 0; auto for an estimate from {@link #LOG_Z_PATHS} paths
 */
public record ObjectiveConfig(
    double eps,
    double terminalWeight,
    Reduction reduction,
    double lambda,
    BackwardPolicy backwardPolicy,
    double logZLr,
    NamedNumber logZInit) {

  /** Paths of the uniformly random policy that log Z at step 0 is estimated from. */
  public static final int LOG_Z_PATHS = 512;

  /** P_B(s | s'). */
  public enum BackwardPolicy {
    /** The same for all distinct parents. */
    UNIFORM,
    /** A head of the network. */
    LEARNED
  }

  static ObjectiveConfig read(Settings settings, EnvConfig env, Objective objective) {
    double eps = settings.number("objective.eps", Bounds.notNegative(1.0));
    if (env.rewardCanBeZero()) {
      if (objective != Objective.FM) {
        throw settings.error(
            settings.culprit("env.r0", "train.objective"),
            "the reward can be 0, whose logarithm "
                + Kebab.of(objective)
                + " cannot match; set env.r0 > 0, or train.objective = fm and objective.eps > 0");
      }
      String key = settings.culprit("env.r0", "objective.eps");
      if (eps == 0.0) {
        throw settings.error(
            key,
            "the reward can be 0, whose logarithm flow matching cannot match; set env.r0 > 0 or"
                + " objective.eps > 0");
      }
      requireSomeReward(settings, key, env);
    }
    return new ObjectiveConfig(
        eps,
        settings.number("objective.terminal-weight", Bounds.positive(1e6)),
        settings.choice("objective.reduction", Reduction.class),
        settings.number("objective.lambda", Bounds.notNegative(100)),
        backwardPolicy(settings, env, objective),
        settings.number("objective.log-z-lr", Bounds.positive(100)),
        settings.numberOr(
            List.of(NamedCount.AUTO), "objective.log-z-init", Bounds.between(-1e6, 1e6)));
  }

  /** Whether log Z at step 0 is an estimate. */
  public boolean estimatesLogZ() {
    return logZInit.name().isPresent();
  }

  /** Refuses a budget that the estimate of log Z would spend before the first step. */
  void requireRoom(Settings settings, BudgetConfig budget) {
    requireRoom(settings, "train.budget.visited", budget.visited());
    requireRoom(settings, "train.budget.reward-calls", budget.rewardCalls());
  }

  private static void requireRoom(Settings settings, String key, OptionalLong limit) {
    if (limit.isPresent() && limit.getAsLong() <= LOG_Z_PATHS) {
      throw settings.error(
          key,
          String.format(
              "objective.log-z-init = auto takes %d of them before the first step; set %s > %d, or"
                  + " objective.log-z-init to a number",
              LOG_Z_PATHS, key, LOG_Z_PATHS));
    }
  }

  private static BackwardPolicy backwardPolicy(
      Settings settings, EnvConfig env, Objective objective) {
    if (objective.isForwardLooking() && env.kind() != EnvConfig.Kind.HYPERGRID) {
      throw settings.error(
          settings.culprit("train.objective", "env.name"),
          Kebab.of(objective)
              + " needs a reward of every state, which only grids are known to have; set"
              + " train.objective = subtb");
    }
    String key = "objective.backward-policy";
    BackwardPolicy policy = settings.choice(key, BackwardPolicy.class);
    if (policy == BackwardPolicy.LEARNED && objective == Objective.FM) {
      throw settings.error(
          key, "flow matching has no backward policy; set another train.objective or remove this");
    }
    if (policy == BackwardPolicy.LEARNED && !env.hasTrueParents()) {
      throw settings.error(
          settings.culprit(key, "env.identity"),
          "a learned backward policy chooses among distinct parents, which env.identity = none does"
              + " not have; set env.identity = canonical or "
              + key
              + " = uniform");
    }
    return policy;
  }

  private static void requireSomeReward(Settings settings, String key, EnvConfig env) {
    try {
      HypergridRewards.byName(env.reward(), env.ndim(), env.height(), env.coefficients())
          .target(env.termination());
    } catch (IllegalArgumentException e) {
      throw settings.error(key, e.getMessage() + "; set env.r0 > 0 or another env.height");
    }
  }
}
