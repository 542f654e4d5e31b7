package org.gflownet.run.setup;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MethodConfig;
import org.gflownet.config.RewardPartConfig;
import org.gflownet.config.TrainConfig.Objective;
import org.gflownet.env.Environment;
import org.gflownet.env.EnvironmentPlugin;
import org.gflownet.env.StateColumns;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Plugins;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.run.UserException;

/** Problems with an environment, or a reward, in a jar of its own. */
public final class PluggedProblem {
  private PluggedProblem() {}

  /**
   * The problem of a plugged-in environment and a plugged-in reward.
   *
   * @throws UserException if one of them is not there or refuses its settings
   */
  public static Problem<?> of(GflownetConfig config) {
    EnvironmentPlugin<?> plugin = plugin(EnvironmentPlugin.class, "env.name", config.env().name());
    return of(config, plugin);
  }

  private static <S> Problem<S> of(GflownetConfig config, EnvironmentPlugin<S> plugin) {
    Environment<S> environment;
    try {
      environment = plugin.environment(PluginSettings.of(plugin, config.env().plugin()));
    } catch (IllegalArgumentException e) {
      throw refused("env.plugin", plugin, e);
    }
    requireVaried(config, environment);
    return of(config, environment, plugin.columns(environment));
  }

  /**
   * The problem of an environment and a plugged-in reward.
   *
   * @throws UserException if the reward is not there, rates other states or refuses its settings
   */
  public static <S> Problem<S> of(
      GflownetConfig config, Environment<S> environment, StateColumns<S> columns) {
    RewardPlugin<S> plugin = rewardOf(config, environment);
    PluginSettings settings = NamedFiles.settings(config, plugin);
    try {
      LogReward<S> reward = plugin.reward(settings, environment);
      requireMatchable(config, reward);
      return new Problem<>(
          environment,
          reward,
          new NetworkShape.Perceptron(
              Problem.perceptron(environment, environment.numFeatures(), config)),
          plugin.modes(settings, environment),
          Optional.empty(),
          columns,
          Optional.empty());
    } catch (IllegalArgumentException e) {
      throw refused("reward.plugin", plugin, e);
    }
  }

  /** The reward, which says that it rates the states of the environment. */
  @SuppressWarnings("unchecked")
  private static <S> RewardPlugin<S> rewardOf(GflownetConfig config, Environment<S> environment) {
    String name = config.reward().name();
    RewardPlugin<?> plugin = plugin(RewardPlugin.class, "reward.name", name);
    S state = environment.initialState();
    if (!plugin.stateType().isInstance(state)) {
      throw new UserException(
          "reward.name = "
              + name
              + " rates states of "
              + plugin.stateType().getName()
              + ", and env.name = "
              + config.env().name()
              + " has states of "
              + state.getClass().getName()
              + "; name a reward of those");
    }
    return (RewardPlugin<S>) plugin;
  }

  /** A genetic algorithm knows of objects only what their environment says. */
  private static void requireVaried(GflownetConfig config, Environment<?> environment) {
    if (config.method().name() == MethodConfig.Name.GA
        && !(environment instanceof VariedEnvironment<?>)) {
      throw new UserException(
          "method.name = ga: env.name = "
              + config.env().name()
              + " does not say how its objects are crossed (VariedEnvironment); set method.name ="
              + " gflownet, ppo, random or mars");
    }
  }

  /** A reward of 0 has no logarithm that an objective could match. */
  private static void requireMatchable(GflownetConfig config, LogReward<?> reward) {
    Optional<Objective> objective = config.trainedObjective();
    if (reward.lowerBound() == Double.NEGATIVE_INFINITY
        && objective.isPresent()
        && (objective.get() != Objective.FM || config.objective().eps() == 0)) {
      throw new UserException(
          "reward.name = "
              + config.reward().name()
              + ": the reward can be 0, whose logarithm cannot be matched; give it a floor, or set"
              + " train.objective = fm and objective.eps > 0");
    }
  }

  /** Class and jar of the plug-ins of a configuration, by the key that names them. */
  public static SortedMap<String, String> origins(GflownetConfig config) {
    SortedMap<String, String> origins = new TreeMap<>();
    add(origins, "env.name", EnvironmentPlugin.class, config.env().name());
    add(origins, "reward.name", RewardPlugin.class, config.reward().name());
    add(origins, "reward.name", ScorerPlugin.class, config.reward().name());
    for (RewardPartConfig part : config.reward().parts()) {
      add(origins, "reward.parts", ScorerPlugin.class, part.name());
    }
    return origins;
  }

  private static void add(
      Map<String, String> origins, String key, Class<? extends Plugin> kind, String name) {
    Plugins.find(kind, name).ifPresent(plugin -> origins.put(key, Plugins.describe(plugin)));
  }

  private static <P extends Plugin> P plugin(Class<P> kind, String key, String name) {
    return Plugins.find(kind, name).orElseThrow(() -> new UserException(missing(key, name)));
  }

  /** What to say of a plug-in that is not there, though it was when the configuration was read. */
  static String missing(String key, String name) {
    return key + " = " + name + ": no such plug-in; give its jar by --jars";
  }

  private static UserException refused(
      String section, Plugin plugin, IllegalArgumentException problem) {
    return new UserException(section + " (" + plugin.name() + "): " + problem.getMessage());
  }
}
