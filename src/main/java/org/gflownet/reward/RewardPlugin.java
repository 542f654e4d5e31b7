package org.gflownet.reward;

import java.util.Optional;
import org.gflownet.env.Environment;
import org.gflownet.plugin.PluginSettings;

/**
 * A reward in a jar of its own, of the objects of a plugged-in environment or of cells of the
 * hyper-grid, found through {@link java.util.ServiceLoader}: {@code reward.name} of a configuration
 * is its {@link #name()}, and {@code reward.plugin} has its settings.
 *
 * <p>Of molecules, implement {@code reward.chem.ScorerPlugin} instead.
 *
 * @param <S> the state that it rates
 */
public interface RewardPlugin<S> extends ScoringPlugin {

  /** Class of the states that it rates. */
  Class<S> stateType();

  /**
   * The reward.
   *
   * @param settings with files: {@link PluginSettings#file} says where they are on this machine
   * @param environment that makes the objects
   * @throws IllegalArgumentException with one line for the user, if a setting, a file or the
   *     environment does not fit
   */
  LogReward<S> reward(PluginSettings settings, Environment<S> environment);

  /**
   * The reward's modes, where they are known: training then reports how many were found.
   *
   * @param settings as of {@link #reward}
   * @param environment as of {@link #reward}
   */
  default Optional<Modes<S>> modes(PluginSettings settings, Environment<S> environment) {
    return Optional.empty();
  }
}
