package org.gflownet.job;

import java.util.OptionalLong;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.StateColumns;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.Modes;
import org.gflownet.reward.TargetDistribution;
import org.gflownet.reward.hypergrid.HypergridReward;
import org.gflownet.reward.hypergrid.HypergridRewards;

/**
 * What is to be learned: an environment, its reward, and what is known of the target. Made from the
 * same configuration on the driver and on executors.
 *
 * @param environment to build objects in
 * @param reward of the objects
 * @param modes of the reward
 * @param target R/Z in a form that can be sampled
 * @param columns of objects in tables
 * @param <S> the state
 */
record Problem<S>(
    EnumerableEnvironment<S> environment,
    LogReward<S> reward,
    Modes<S> modes,
    TargetDistribution<S> target,
    StateColumns<S> columns) {

  /** The problem that a configuration names. */
  static Problem<?> of(GflownetConfig config) {
    return switch (config.env().name()) {
      case HYPERGRID -> hypergrid(config.env());
    };
  }

  private static Problem<GridState> hypergrid(EnvConfig env) {
    HypergridEnvironment grid =
        new HypergridEnvironment(env.ndim(), env.height(), env.termination());
    HypergridReward reward =
        HypergridRewards.byName(env.reward(), env.ndim(), env.height(), env.coefficients());
    return new Problem<>(
        grid,
        reward,
        reward.modes(env.termination()),
        reward.target(env.termination()),
        new GridColumns(env.ndim()));
  }

  /** Number of state indices, if they fit a long. */
  OptionalLong numIndices() {
    long count = environment.numIndices();
    return count == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
