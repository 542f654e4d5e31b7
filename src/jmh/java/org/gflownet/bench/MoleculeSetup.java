package org.gflownet.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.model.graph.BlockGraphFactory;
import org.gflownet.model.graph.BlockGraphInitialization;
import org.gflownet.model.graph.BlockGraphSpec;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.objective.Objective;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.seh.RandomSehWeights;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/**
 * Molecules of two to eight of the project's own fragments, as {@code conf/molecules-seh.conf} has
 * them, on the vector engine and one thread. The reward has the network of the sEH proxy with
 * weights drawn at random: its time is that of the published ones.
 *
 * @param width of the flow network
 * @param rounds of messages in it
 */
record MoleculeSetup(int width, int rounds) implements RolloutWorker.Factory, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MIN_BLOCKS = 2;
  private static final int MAX_BLOCKS = 8;
  private static final int CACHED_SCORES = 100_000;
  private static final long SEED = 1;
  private static final FragmentVocabulary VOCABULARY = FragmentVocabulary.own();

  static FragmentEnvironment environment() {
    return new FragmentEnvironment(VOCABULARY, MIN_BLOCKS, MAX_BLOCKS, Identity.CANONICAL);
  }

  /** A reward that knows no molecule yet. */
  static MoleculeReward reward() {
    return new MoleculeReward(
        VOCABULARY,
        new SehProxy(RandomSehWeights.of(SEED), SehConvention.PAPER_2021),
        new RewardScale(0.1, 8.0, 10.0),
        new BoundedCache<>(CACHED_SCORES));
  }

  BlockGraphSpec spec() {
    return new BlockGraphSpec(
        VOCABULARY.numEntries(),
        VOCABULARY.numStemTypes(),
        width,
        rounds,
        width,
        Activation.LEAKY_RELU,
        false,
        0);
  }

  FlowModel model() {
    return BlockGraphFactory.select("vector", spec()).create();
  }

  static Objective objective() {
    return new FlowMatching(2.5e-5, 10.0, Reduction.BALANCED);
  }

  /** Parameters before the first step. */
  float[] initialParameters() {
    return BlockGraphInitialization.parameters(spec(), Initialization.UNIFORM, SEED);
  }

  @Override
  public String key() {
    return "benchmark";
  }

  @Override
  public RolloutWorker<FragmentState> create() {
    return new RolloutWorker<>(
        environment(),
        reward(),
        model(),
        objective(),
        () -> UpdaterSettings.adam().create(spec().numParameters()));
  }

  /** The state before the first step. */
  TrainingState untrained() {
    return new TrainingState(
        initialParameters(), UpdaterSettings.adam().create(spec().numParameters()));
  }

  /** A trainer up to a step. */
  static Trainer trainer(
      long steps, int batch, InProcessStepExecutor executor, List<TrainingListener> listeners) {
    Trainer.Settings settings =
        new Trainer.Settings(
            SEED,
            steps,
            batch,
            1,
            Schedule.constant(0.0005),
            0.0,
            Schedule.constant(0.05),
            Schedule.constant(1.0),
            0,
            0);
    return new Trainer(settings, executor, objective(), listeners);
  }

  /** Molecules of uniformly random actions, as they end: most have eight blocks. */
  static List<FragmentState> molecules(int count) {
    FragmentEnvironment environment = environment();
    RandomStream random = new RandomStream(SEED, 0, 0);
    List<FragmentState> molecules = new ArrayList<>(count);
    while (molecules.size() < count) {
      List<FragmentState> path = path(environment, random);
      molecules.add(path.get(path.size() - 1));
    }
    return molecules;
  }

  /** States of random paths, the empty one left out, one path after the other. */
  static List<FragmentState> states(int count) {
    FragmentEnvironment environment = environment();
    RandomStream random = new RandomStream(SEED, 1, 0);
    List<FragmentState> states = new ArrayList<>(count);
    while (states.size() < count) {
      List<FragmentState> path = path(environment, random);
      states.addAll(path.subList(1, Math.min(path.size(), count - states.size() + 1)));
    }
    return states;
  }

  private static List<FragmentState> path(FragmentEnvironment environment, RandomStream random) {
    List<FragmentState> path = new ArrayList<>(List.of(environment.initialState()));
    IntList actions = new IntList();
    while (true) {
      FragmentState state = path.get(path.size() - 1);
      actions.clear();
      environment.forwardActions(state, actions);
      if (actions.size() == 0) {
        return path;
      }
      int action = actions.get(random.nextInt(actions.size()));
      if (action == environment.stopAction()) {
        return path;
      }
      path.add(environment.step(state, action));
    }
  }
}
