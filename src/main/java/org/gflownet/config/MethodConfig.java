package org.gflownet.config;

import java.util.List;
import org.gflownet.baseline.PpoSettings.Advantage;
import org.gflownet.math.Schedule;
import org.gflownet.math.Schedule.Shape;

/**
 * Section {@code method}: what visits terminating states, a GFlowNet or something to compare it
 * with.
 *
 * @param name which method
 * @param mcmc of chains on a grid
 * @param ppo of proximal policy optimisation
 * @param mars of chains of edits
 * @param ga of the genetic algorithm
 */
public record MethodConfig(Name name, Mcmc mcmc, Ppo ppo, Mars mars, Ga ga) {
  private static final int MAX_COUNT = 1_000_000;
  // It goes to the executors in every step.
  private static final int MAX_POPULATION = 100_000;
  private static final long MAX_BURN_IN = 1_000_000_000_000L;

  /** The methods. */
  public enum Name {
    /** A GFlowNet with {@code train.objective}. */
    GFLOWNET,
    /** Metropolis-Hastings on a grid. */
    MCMC,
    /** Proximal policy optimisation. */
    PPO,
    /** The policy of equal probabilities. */
    RANDOM,
    /** Annealed Metropolis-Hastings on edits of objects. */
    MARS,
    /** A genetic algorithm on objects. */
    GA
  }

  /**
   * Section {@code method.mcmc}.
   *
   * @param chains that run side by side
   * @param moves of every chain in a step
   * @param burnIn moves of every chain before its states are samples
   */
  public record Mcmc(int chains, int moves, long burnIn) {
    static Mcmc read(Settings settings) {
      return new Mcmc(
          settings.count("method.mcmc.chains", 1, MAX_COUNT),
          settings.count("method.mcmc.moves", 1, MAX_COUNT),
          settings.whole("method.mcmc.burn-in", 0, MAX_BURN_IN));
    }
  }

  /**
   * Section {@code method.ppo}.
   *
   * @param trajectories of a step
   * @param updates of the parameters in a step
   * @param minibatch actions for an update
   * @param clip largest change of a probability's ratio that is rewarded
   * @param entropy weight of the policy's entropy
   * @param valueWeight weight of the squared error of the value
   * @param advantage what actions are judged by
   */
  public record Ppo(
      int trajectories,
      int updates,
      int minibatch,
      double clip,
      double entropy,
      double valueWeight,
      Advantage advantage) {
    static Ppo read(Settings settings) {
      return new Ppo(
          settings.count("method.ppo.trajectories", 1, MAX_COUNT),
          settings.count("method.ppo.updates", 1, 10_000),
          settings.count("method.ppo.minibatch", 1, 10_000),
          settings.number("method.ppo.clip", new Bounds(0, true, 1, true)),
          settings.number("method.ppo.entropy", Bounds.notNegative(1e6)),
          settings.number("method.ppo.value-weight", Bounds.notNegative(1e6)),
          settings.choice("method.ppo.advantage", Advantage.class));
    }
  }

  /** Where the additions of {@code mars} come from. */
  public enum Proposal {
    /** A network that is trained on the additions that raised the reward. */
    LEARNED,
    /** All legal additions have the same probability. */
    UNIFORM
  }

  /**
   * Section {@code method.mars}.
   *
   * @param chains that run side by side
   * @param moves of every chain in a step
   * @param burnIn moves of every chain before its states are samples
   * @param proposal of additions
   * @param updates of the proposal in a step
   * @param minibatch additions for an update
   * @param memory number of last additions to learn from
   * @param temperature T of the target R^(1/T) at step 0
   * @param temperatureSchedule how it changes
   */
  public record Mars(
      int chains,
      int moves,
      long burnIn,
      Proposal proposal,
      int updates,
      int minibatch,
      int memory,
      double temperature,
      ScheduleConfig temperatureSchedule) {
    private static final Bounds TEMPERATURE = new Bounds(1e-3, false, 1e6, false);
    private static final List<Shape> SHAPES =
        List.of(Shape.CONSTANT, Shape.LINEAR, Shape.EXPONENTIAL);

    static Mars read(Settings settings) {
      double temperature = settings.number("method.mars.temperature", TEMPERATURE);
      return new Mars(
          settings.count("method.mars.chains", 1, MAX_COUNT),
          settings.count("method.mars.moves", 1, MAX_COUNT),
          settings.whole("method.mars.burn-in", 0, MAX_BURN_IN),
          settings.choice("method.mars.proposal", Proposal.class),
          settings.count("method.mars.updates", 1, 10_000),
          settings.count("method.mars.minibatch", 1, 10_000),
          settings.count("method.mars.memory", 1, MAX_COUNT),
          temperature,
          ScheduleConfig.read(
              settings, "method.mars.temperature", temperature, TEMPERATURE, SHAPES));
    }

    /** The temperature over the run. */
    public Schedule temperatureOverRun() {
      return temperatureSchedule.startingAt(temperature);
    }
  }

  /**
   * Section {@code method.ga}.
   *
   * @param population number of objects that are kept
   * @param offspring of a generation, which is a step
   * @param tournament draws whose best is a parent
   * @param crossoverRate share of offspring with two parents
   * @param mutationRate share of these that are mutated too
   * @param tries of a crossover or mutation
   */
  public record Ga(
      int population,
      int offspring,
      int tournament,
      double crossoverRate,
      double mutationRate,
      int tries) {
    static Ga read(Settings settings) {
      return new Ga(
          settings.count("method.ga.population", 1, MAX_POPULATION),
          settings.count("method.ga.offspring", 1, MAX_COUNT),
          settings.count("method.ga.tournament", 1, 1000),
          settings.number("method.ga.crossover-rate", Bounds.PROBABILITY),
          settings.number("method.ga.mutation-rate", Bounds.PROBABILITY),
          settings.count("method.ga.tries", 1, 1000));
    }
  }

  static MethodConfig read(Settings settings, EnvConfig env, TrainConfig train) {
    Name name = settings.choice("method.name", Name.class);
    if (name == Name.MCMC && env.kind() != EnvConfig.Kind.HYPERGRID) {
      throw settings.error(
          settings.culprit("method.name", "env.name"),
          "mcmc moves on hyper-grids only; set method.name = mars for molecules");
    }
    if (name == Name.MARS && !env.hasTrueParents()) {
      throw EnvConfig.needsTrueParents(
          settings,
          "method.name = mars removes parts and adds them again",
          "method.name = gflownet, ppo or random");
    }
    if (name == Name.GA && !env.hasTrueParents()) {
      throw EnvConfig.needsTrueParents(
          settings,
          "method.name = ga joins parts of molecules and keeps distinct ones",
          "method.name = gflownet, ppo or random");
    }
    if (name != Name.GFLOWNET && train.sync() != TrainConfig.Sync.GRADIENT) {
      throw settings.error(
          settings.culprit("train.sync", "method.name"),
          "is a way of training GFlowNets; set train.sync = gradient or method.name = gflownet");
    }
    if (name != Name.GFLOWNET && train.ema().isPresent()) {
      throw settings.error(
          settings.culprit("train.ema", "method.name"),
          "the parameters of GFlowNets alone are averaged; set train.ema = null or"
              + " method.name = gflownet");
    }
    MethodConfig method =
        new MethodConfig(
            name, Mcmc.read(settings), Ppo.read(settings), Mars.read(settings), Ga.read(settings));
    method.requireEnough(settings, train.slices());
    return method;
  }

  private void requireEnough(Settings settings, int slices) {
    String key =
        switch (name) {
          case MCMC -> "method.mcmc.chains";
          case MARS -> "method.mars.chains";
          case PPO -> "method.ppo.trajectories";
          case GA -> "method.ga.offspring";
          case GFLOWNET, RANDOM -> "train.batch";
        };
    int count = numParallel();
    if (count > 0 && slices > count) {
      throw settings.error(
          settings.culprit(key, "train.slices"),
          String.format("%d slices cannot share %d; set train.slices <= %s", slices, count, key));
    }
  }

  /**
   * Chains, trajectories or offspring that slices share in a step; 0 where that is {@code
   * train.batch}.
   */
  private int numParallel() {
    return switch (name) {
      case MCMC -> mcmc.chains();
      case MARS -> mars.chains();
      case PPO -> ppo.trajectories();
      case GA -> ga.offspring();
      case GFLOWNET, RANDOM -> 0;
    };
  }

  /** Whether the method is something else than a GFlowNet. */
  public boolean isBaseline() {
    return name != Name.GFLOWNET;
  }

  /** Whether objects can be sampled from what the method leaves, apart from those it visited. */
  public boolean hasPolicy() {
    return switch (name) {
      case GFLOWNET, PPO, RANDOM -> true;
      case MCMC, MARS, GA -> false;
    };
  }

  /** Whether the method has a network to train. */
  public boolean learns() {
    return switch (name) {
      case GFLOWNET, PPO -> true;
      case MARS -> mars.proposal() == Proposal.LEARNED;
      case MCMC, RANDOM, GA -> false;
    };
  }
}
