package org.gflownet.config;

import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.reward.hypergrid.HypergridRewards;

/**
 * Section {@code objective}: the loss.
 *
 * @param eps added to flows and rewards inside logarithms
 * @param terminalWeight weight of the terms that hold a reward
 * @param reduction how terms become one loss
 */
public record ObjectiveConfig(double eps, double terminalWeight, Reduction reduction) {

  static ObjectiveConfig read(Settings settings, EnvConfig env) {
    double eps = settings.number("objective.eps", Bounds.notNegative(1.0));
    if (env.rewardCanBeZero()) {
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
        settings.choice("objective.reduction", Reduction.class));
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
