package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Termination;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.env.molecule.Vocabularies;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.math.Schedule;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.Updater;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.model.graph.BlockGraphFactory;
import org.gflownet.model.graph.BlockGraphInitialization;
import org.gflownet.model.graph.BlockGraphSpec;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.Objective;
import org.gflownet.objective.TrajectoryBalance;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Learns the distribution over the molecules of a vocabulary that is small enough to list. */
@Tag("slow")
class MoleculeLearningTest {
  private static final FragmentVocabulary VOCABULARY = Vocabularies.small();
  private static final BlockGraphSpec SPEC =
      new BlockGraphSpec(
          VOCABULARY.numEntries(),
          VOCABULARY.numStemTypes(),
          48,
          3,
          48,
          Activation.LEAKY_RELU,
          false,
          0);

  /** The same with log Z and a learned backward policy. */
  private static final BlockGraphSpec LEARNED_BACKWARD =
      new BlockGraphSpec(
          SPEC.numFragments(),
          SPEC.numAttachmentTypes(),
          SPEC.width(),
          SPEC.rounds(),
          SPEC.headWidth(),
          SPEC.activation(),
          false,
          true,
          0,
          1);

  private static LogReward<FragmentState> reward() {
    return new MoleculeReward(
        VOCABULARY,
        new PropertyScorer("qed", new Qed()),
        new RewardScale(0.05, 1.0, 2.0),
        new BoundedCache<>(10_000));
  }

  private static FragmentEnvironment fragments(Identity identity) {
    return new FragmentEnvironment(VOCABULARY, 1, 4, identity);
  }

  /** Workers on the small vocabulary. */
  private record Workers(Identity identity, BlockGraphSpec spec) implements RolloutWorker.Factory {
    @Override
    public String key() {
      return "molecules " + identity + spec;
    }

    Objective objective() {
      return spec.backwardPolicy()
          ? new TrajectoryBalance()
          : new FlowMatching(0.0, 1.0, FlowMatching.Reduction.MEAN);
    }

    @Override
    public RolloutWorker<?> create() {
      return new RolloutWorker<>(
          fragments(identity),
          reward(),
          BlockGraphFactory.select("auto", spec).create(),
          objective(),
          () -> updater(spec));
    }
  }

  private static Updater updater(BlockGraphSpec spec) {
    return new UpdaterSettings("adam", 0.9, 0.999, 1e-8, 0.9, 0.0, 30.0)
        .create(spec.numParameters(), spec.numScalars());
  }

  private static float[] trained(Identity identity, BlockGraphSpec spec) {
    Workers workers = new Workers(identity, spec);
    TrainingState state =
        new TrainingState(
            BlockGraphInitialization.parameters(spec, Initialization.UNIFORM, 3), updater(spec));
    int steps = spec.backwardPolicy() ? 3000 : 1500;
    Trainer.Settings settings =
        new Trainer.Settings(
            7,
            steps,
            32,
            2,
            new Schedule(Schedule.Shape.COSINE, 0.003, 0.0001, steps),
            0.0,
            Schedule.constant(0.05),
            Schedule.constant(1.0),
            0,
            0);
    try (StepExecutor executor = new InProcessStepExecutor(workers, 2)) {
      new Trainer(settings, executor, workers.objective(), List.of()).run(state, () -> false);
    }
    return state.parameters();
  }

  /** Probability of each molecule, as a canonical state, that the policy ends in it. */
  private static Map<FragmentState, Double> learned(Identity identity, BlockGraphSpec spec) {
    EnumerableFragmentEnvironment environment =
        new EnumerableFragmentEnvironment(fragments(identity), 1_000_000);
    FlowModel model = BlockGraphFactory.select("auto", spec).create();
    model.load(trained(identity, spec));
    double[] probabilities =
        ExactDistribution.of(environment, new ModelLogitSource<>(environment, model))
            .probabilities();
    FragmentEnvironment canonical = fragments(Identity.CANONICAL);
    Map<FragmentState, Double> byMolecule = new HashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0.0) {
        FragmentState state = canonical.canonical(environment.stateAt(i).orElseThrow());
        byMolecule.merge(state, probabilities[i], Double::sum);
      }
    }
    return byMolecule;
  }

  private static double totalVariation(Identity identity, BlockGraphSpec spec) {
    Map<FragmentState, Double> learned = learned(identity, spec);
    EnumerableFragmentEnvironment all =
        new EnumerableFragmentEnvironment(fragments(Identity.CANONICAL), 1_000_000);
    LogReward<FragmentState> reward = reward();
    Map<FragmentState, Double> rewards = new HashMap<>();
    double sum = 0.0;
    for (long i = 0; i < all.numIndices(); i++) {
      FragmentState state = all.stateAt(i).orElseThrow();
      if (all.termination(state) != Termination.NONE) {
        double r = Math.exp(reward.logReward(state));
        rewards.put(state, r);
        sum += r;
      }
    }
    assertThat(rewards.keySet()).containsAll(learned.keySet());
    double distance = 0.0;
    for (Map.Entry<FragmentState, Double> entry : rewards.entrySet()) {
      distance += Math.abs(entry.getValue() / sum - learned.getOrDefault(entry.getKey(), 0.0));
    }
    return distance / 2;
  }

  @Test
  void canonicalStatesAreSampledInProportionToTheirReward() {
    assertThat(totalVariation(Identity.CANONICAL, SPEC)).isLessThan(0.05);
  }

  @Test
  void withALearnedBackwardPolicyToo() {
    assertThat(totalVariation(Identity.CANONICAL, LEARNED_BACKWARD)).isLessThan(0.05);
  }

  @Test
  void statesThatAreNotIdentifiedFavourWhatCanBeBuiltInManyWays() {
    assertThat(totalVariation(Identity.NONE, SPEC)).isGreaterThan(0.15);
  }
}
