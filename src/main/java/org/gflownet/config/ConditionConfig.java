package org.gflownet.config;

import java.util.OptionalDouble;
import org.gflownet.config.TrainConfig.Objective;

/**
 * Section {@code condition}: a policy for every exponent of the reward in a range.
 *
 * @param min least exponent; empty where exponents are no input
 * @param max largest exponent
 * @param beta exponent that the policy is evaluated and sampled at
 */
public record ConditionConfig(OptionalDouble min, OptionalDouble max, double beta) {
  private static final Bounds EXPONENT = new Bounds(1e-3, false, 1000, false);

  static ConditionConfig read(
      Settings settings,
      EnvConfig env,
      TrainConfig train,
      MethodConfig method,
      ReplayConfig replay) {
    OptionalDouble min = settings.optionalNumber("condition.min", EXPONENT);
    OptionalDouble max = settings.optionalNumber("condition.max", EXPONENT);
    double beta = settings.number("condition.beta", EXPONENT);
    String key = settings.culprit("condition.min", "condition.max", "condition.beta");
    if (min.isPresent() != max.isPresent()) {
      throw settings.error(key, "a range has two ends; set condition.min and condition.max");
    }
    if (min.isPresent() && min.getAsDouble() >= max.getAsDouble()) {
      throw settings.error(key, "set condition.min < condition.max");
    }
    if (min.isEmpty() && beta != 1.0) {
      throw settings.error(
          "condition.beta",
          "the policy is for one exponent only; set condition.min and condition.max, or train with"
              + " another reward");
    }
    if (min.isPresent() && (beta < min.getAsDouble() || beta > max.getAsDouble())) {
      throw settings.error(
          settings.culprit("condition.beta", "condition.min", "condition.max"),
          "lies outside of the range; use a condition.beta from condition.min to condition.max");
    }
    ConditionConfig condition = new ConditionConfig(min, max, beta);
    if (condition.isUsed()) {
      requireUsable(settings, key, env, train, method, replay);
    }
    return condition;
  }

  private static void requireUsable(
      Settings settings,
      String key,
      EnvConfig env,
      TrainConfig train,
      MethodConfig method,
      ReplayConfig replay) {
    if (env.kind() == EnvConfig.Kind.PLUGIN) {
      throw settings.error(
          key, "is for grids and molecules; remove it, or name one of them in env.name");
    }
    if (env.count() == EnvConfig.Count.MOLECULE) {
      throw settings.error(
          key,
          "a molecule's reward is shared among its states for one exponent only; remove it, or set"
              + " env.count = state");
    }
    if (method.isBaseline()) {
      throw settings.error(key, "is for GFlowNets; remove it, or set method.name = gflownet");
    }
    if (train.objective() == Objective.LOG_VARIANCE) {
      throw settings.error(
          key,
          "log-variance compares trajectories of one log Z; set train.objective = tb, subtb, db or"
              + " fm");
    }
    if (replay.isUsed()) {
      throw settings.error(
          key, "a replay memory does not keep exponents; remove it, or set replay.kind = none");
    }
  }

  /** Whether exponents are an input of the network. */
  public boolean isUsed() {
    return min.isPresent();
  }
}
