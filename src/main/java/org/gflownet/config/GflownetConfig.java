package org.gflownet.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All settings of a run. Immutable; made by {@link ConfigLoader} only, so every instance is valid.
 *
 * @param seed of all random streams
 * @param env what is built
 * @param reward what it is worth
 * @param model the flow network
 * @param objective the loss
 * @param train the training loop
 * @param method what visits terminating states: a GFlowNet or a baseline
 * @param exploration how rollouts deviate from the policy
 * @param replay memory of earlier trajectories
 * @param condition exponents of the reward that the policy is for
 * @param eval reports
 * @param checkpoint what is kept
 * @param visited the table of visited objects
 * @param proxy how a network is fitted to measured values
 * @param report the page about the run
 * @param cluster where it runs
 * @param progress what the terminal shows
 * @param digests SHA-256 that files must have, by the key that names the file
 */
public record GflownetConfig(
    long seed,
    EnvConfig env,
    RewardConfig reward,
    ModelConfig model,
    ObjectiveConfig objective,
    TrainConfig train,
    MethodConfig method,
    ExplorationConfig exploration,
    ReplayConfig replay,
    ConditionConfig condition,
    EvalConfig eval,
    CheckpointConfig checkpoint,
    VisitedConfig visited,
    ProxyConfig proxy,
    ReportConfig report,
    ClusterConfig cluster,
    ProgressConfig progress,
    SortedMap<String, String> digests) {

  /** Copies the map. */
  public GflownetConfig {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  static GflownetConfig read(Settings settings) {
    EnvConfig env = EnvConfig.read(settings);
    ModelConfig model = ModelConfig.read(settings, env);
    TrainConfig train = TrainConfig.read(settings);
    ObjectiveConfig objective = ObjectiveConfig.read(settings, env, train.objective());
    MethodConfig method = MethodConfig.read(settings, env, train);
    if (!method.isBaseline()) {
      train.requireSpread(settings);
    }
    ReplayConfig replay = ReplayConfig.read(settings, env, train);
    RewardConfig reward = RewardConfig.read(settings, env);
    ConditionConfig condition = ConditionConfig.read(settings, env, train, method, replay);
    GflownetConfig config =
        new GflownetConfig(
            settings.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            env,
            reward,
            model,
            objective,
            train,
            method,
            ExplorationConfig.read(settings, env),
            replay,
            condition,
            EvalConfig.read(settings, reward.isExpensive(env)),
            CheckpointConfig.read(settings),
            VisitedConfig.read(settings, env),
            ProxyConfig.read(settings),
            ReportConfig.read(settings),
            ClusterConfig.read(settings),
            ProgressConfig.read(settings),
            FileDigests.read(settings, fileKeys(reward, env)));
    if (config.estimatesLogZ()) {
      objective.requireRoom(settings, train.budget());
    }
    return config;
  }

  /** Files that these settings name and use, by the setting that names them. */
  public SortedMap<FileSetting, String> files() {
    return FileSetting.in(this);
  }

  /** Keys of all settings that name files, those of a plug-in in use among them; sorted. */
  public List<String> fileKeys() {
    return fileKeys(reward, env);
  }

  private static List<String> fileKeys(RewardConfig reward, EnvConfig env) {
    return Stream.concat(FileSetting.keys().stream(), reward.pluginFiles(env))
        .distinct()
        .sorted()
        .toList();
  }

  /** The objective of the training; empty for methods that are no GFlowNets. */
  public Optional<TrainConfig.Objective> trainedObjective() {
    return method.isBaseline() ? Optional.empty() : Optional.of(train.objective());
  }

  /** Whether log Z is a parameter; under conditions it is the flow of the source. */
  public boolean hasLogZ() {
    return trainedObjective().map(TrainConfig.Objective::hasLogZ).orElse(false)
        && !condition.isUsed();
  }

  /** Whether log Z is a parameter whose first value is an estimate. */
  public boolean estimatesLogZ() {
    return hasLogZ() && objective.estimatesLogZ();
  }

  /** Whether the network gives flows of states. */
  public boolean hasStateFlows() {
    return trainedObjective()
        .map(o -> o.hasStateFlows() || (o.hasLogZ() && condition.isUsed()))
        .orElse(false);
  }

  /**
   * Every setting as HOCON, defaults filled in. {@link ConfigLoader#parse} makes an equal
   * configuration of it; equal configurations have the same text.
   */
  public String render() {
    return ResolvedText.of(this);
  }

  /** SHA-256 of {@link #render()} as 64 hex digits. */
  public String digest() {
    return ResolvedText.digest(render());
  }
}
