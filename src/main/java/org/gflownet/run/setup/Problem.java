package org.gflownet.run.setup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.gflownet.config.ConditionConfig;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MethodConfig;
import org.gflownet.config.ObjectiveConfig;
import org.gflownet.config.ReplayConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.config.TrainConfig.Objective;
import org.gflownet.env.ConditionalEnvironment;
import org.gflownet.env.ConditionedColumns;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.env.StateColumns;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.model.Heads;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.graph.BlockGraphSpec;
import org.gflownet.reward.ConditionedModes;
import org.gflownet.reward.ConditionedReward;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.Modes;
import org.gflownet.reward.TargetDistribution;
import org.gflownet.reward.chem.MoleculeColumns;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.hypergrid.HypergridReward;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.gflownet.run.UserException;
import org.gflownet.train.OffPolicy;

/**
 * What is to be learned: an environment, its reward, the kind of network that fits it, and what is
 * known of the target. Made from the same configuration on the driver and on executors.
 *
 * @param environment to build objects in
 * @param reward of the objects
 * @param network that maps its states to flows
 * @param modes of the reward, where they are known
 * @param target R/Z in a form that can be sampled, where there is one
 * @param columns of objects in tables
 * @param fingerprint of objects, where similarity is known
 * @param <S> the state
 */
public record Problem<S>(
    Environment<S> environment,
    LogReward<S> reward,
    NetworkShape network,
    Optional<Modes<S>> modes,
    Optional<TargetDistribution<S>> target,
    StateColumns<S> columns,
    Optional<Function<S, long[]>> fingerprint) {
  /** Hidden widths of a network that nothing is asked of. */
  private static final List<Integer> UNUSED = List.of(1);

  /**
   * The problem that a configuration names.
   *
   * @throws UserException if a file that it names cannot be used
   */
  public static Problem<?> of(GflownetConfig config) {
    return switch (config.env().kind()) {
      case HYPERGRID -> underCondition(hypergrid(config), config.condition());
      case MOLECULE -> underCondition(molecule(config), config.condition());
      case PLUGIN -> PluggedProblem.of(config);
    };
  }

  /** The problem of a configuration whose environment is a grid. */
  public static Problem<GridState> hypergrid(GflownetConfig config) {
    EnvConfig env = config.env();
    HypergridEnvironment grid =
        new HypergridEnvironment(env.ndim(), env.height(), env.termination());
    if (config.reward().kind() == RewardConfig.Kind.PLUGIN) {
      return PluggedProblem.of(config, grid, new GridColumns(env.ndim()));
    }
    HypergridReward reward =
        HypergridRewards.byName(env.reward(), env.ndim(), env.height(), env.coefficients());
    return new Problem<>(
        grid,
        reward,
        new NetworkShape.Perceptron(perceptron(grid, grid.numFeatures(), config)),
        Optional.of(reward.modes(env.termination())),
        Optional.of(reward.target(env.termination())),
        new GridColumns(env.ndim()),
        Optional.empty());
  }

  /** The problem under every exponent of a range, where there is one. */
  private static <S> Problem<?> underCondition(Problem<S> plain, ConditionConfig condition) {
    if (!condition.isUsed()) {
      return plain;
    }
    double most = condition.max().orElseThrow();
    return new Problem<>(
        ConditionalEnvironment.of(
            plain.environment(), condition.min().orElseThrow(), most, condition.beta()),
        new ConditionedReward<>(plain.reward(), most),
        plain.network().withCondition(ConditionalEnvironment.PLACES),
        plain.modes().map(ConditionedModes::new),
        Optional.empty(),
        new ConditionedColumns<>(plain.columns()),
        plain.fingerprint().map(print -> object -> print.apply(object.state())));
  }

  /** Units of the output layer: forward actions, then backward actions, then log-flow or value. */
  static MlpSpec perceptron(Environment<?> environment, int numFeatures, GflownetConfig config) {
    MethodConfig method = config.method();
    Optional<Objective> objective = config.trainedObjective();
    int numOutputs = environment.numActions() + (method.name() == MethodConfig.Name.PPO ? 1 : 0);
    int backwardUnit = Heads.ABSENT;
    int logFlowUnit = Heads.ABSENT;
    if (objective.isPresent()) {
      if (hasBackwardPolicy(config)) {
        backwardUnit = numOutputs;
        numOutputs += environment.numBackwardActions();
      }
      if (config.hasStateFlows()) {
        logFlowUnit = numOutputs++;
      }
    }
    return new MlpSpec(
        numFeatures,
        method.learns() ? config.model().hidden() : UNUSED,
        numOutputs,
        config.model().activation(),
        new Heads(backwardUnit, logFlowUnit),
        config.hasLogZ() ? 1 : 0);
  }

  /** Whether the network has units for a learned P_B. */
  private static boolean hasBackwardPolicy(GflownetConfig config) {
    return config.trainedObjective().isPresent()
        && config.objective().backwardPolicy() == ObjectiveConfig.BackwardPolicy.LEARNED;
  }

  /** The problem of a configuration whose environment is molecules. */
  public static Problem<FragmentState> molecule(GflownetConfig config) {
    FragmentVocabulary vocabulary = vocabulary(config);
    MoleculeScorers.Shared shared = MoleculeScorers.shared(config);
    int width = config.method().learns() ? config.model().width() : 1;
    MoleculeReward reward =
        new MoleculeReward(
            vocabulary, shared.scorer(), MoleculeScorers.scale(config.reward()), shared.scores());
    Environment<FragmentState> environment = fragments(config, vocabulary);
    return new Problem<>(
        environment,
        SharedMolecules.reward(config, reward, environment, vocabulary),
        new NetworkShape.BlockGraph(
            new BlockGraphSpec(
                vocabulary.numEntries(),
                vocabulary.numStemTypes(),
                width,
                config.model().rounds(),
                width,
                config.model().activation(),
                config.method().name() == MethodConfig.Name.PPO || config.hasStateFlows(),
                hasBackwardPolicy(config),
                0,
                config.hasLogZ() ? 1 : 0,
                config.model().pooledStems())),
        Optional.empty(),
        Optional.empty(),
        new MoleculeColumns(reward),
        Optional.of(new MoleculeFingerprint(reward)));
  }

  private static Environment<FragmentState> fragments(
      GflownetConfig config, FragmentVocabulary vocabulary) {
    EnvConfig env = config.env();
    FragmentEnvironment fragments =
        new FragmentEnvironment(vocabulary, env.minBlocks(), env.maxBlocks(), env.identity());
    if (env.maxStates() == 0) {
      return fragments;
    }
    try {
      return ListedSpaces.of(
          config, () -> new EnumerableFragmentEnvironment(fragments, env.maxStates()));
    } catch (IllegalArgumentException e) {
      throw new UserException("env.max-states = " + env.maxStates() + ": " + e.getMessage());
    }
  }

  /** The fragments of a configuration. */
  public static FragmentVocabulary vocabulary(GflownetConfig config) {
    if (config.env().vocabulary().isEmpty()) {
      return FragmentVocabulary.own();
    }
    try {
      return FragmentVocabulary.load(NamedFiles.find(config, FileSetting.VOCABULARY));
    } catch (IllegalArgumentException e) {
      throw new UserException("env.vocabulary: " + e.getMessage());
    }
  }

  /** A worker's part in the configured replay. */
  OffPolicy<S> offPolicy(GflownetConfig config) {
    ReplayConfig replay = config.replay();
    return new OffPolicy<>(
        replay.keepsSampled(),
        replay.paths() == ReplayConfig.Paths.BACKWARD,
        replay.kind() == ReplayConfig.Kind.DIVERSE_PRIORITISED ? fingerprint.orElseThrow() : null);
  }

  /** The environment with its states listed, where it can do that. */
  public Optional<EnumerableEnvironment<S>> enumerable() {
    return environment instanceof EnumerableEnvironment<S> listed
        ? Optional.of(listed)
        : Optional.empty();
  }

  /** Number of state indices, if there are any and they fit a long. */
  public OptionalLong numIndices() {
    long count = enumerable().map(EnumerableEnvironment::numIndices).orElse(Long.MAX_VALUE);
    return count == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
