package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gflownet.env.Termination;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.env.molecule.Vocabularies;
import org.gflownet.eval.ExactTarget;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.property.Qed;
import org.junit.jupiter.api.Test;

/** The exact distribution over molecules of a vocabulary that is small enough to list. */
class SharedRewardTest {
  private static final FragmentVocabulary VOCABULARY = Vocabularies.small();
  private static final EnumerableFragmentEnvironment ALL =
      new EnumerableFragmentEnvironment(
          new FragmentEnvironment(VOCABULARY, 1, 3, Identity.CANONICAL), 1_000_000);

  private final MoleculeReward own =
      new MoleculeReward(
          VOCABULARY,
          new PropertyScorer("qed", new Qed()),
          new RewardScale(0.05, 1.0, 2.0),
          new BoundedCache<>(10_000));
  private final MoleculeCounts counts = MoleculeCounts.of(ALL, VOCABULARY);

  private Map<String, Double> distribution(LogReward<FragmentState> reward) {
    double[] probabilities = ExactTarget.of(ALL, reward).probabilities();
    Map<String, Double> byMolecule = new HashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      FragmentState state = ALL.stateAt(i).orElseThrow();
      if (ALL.termination(state) != Termination.NONE) {
        byMolecule.merge(own.appraise(state).smiles(), probabilities[i], Double::sum);
      }
    }
    return byMolecule;
  }

  /** R/Z over distinct molecules. */
  private Map<String, Double> target() {
    Map<String, Double> rewards = new HashMap<>();
    for (long i = 0; i < ALL.numIndices(); i++) {
      FragmentState state = ALL.stateAt(i).orElseThrow();
      if (ALL.termination(state) != Termination.NONE) {
        rewards.put(own.appraise(state).smiles(), Math.exp(own.logReward(state)));
      }
    }
    double sum = rewards.values().stream().mapToDouble(r -> r).sum();
    rewards.replaceAll((smiles, r) -> r / sum);
    return rewards;
  }

  private static double totalVariation(Map<String, Double> some, Map<String, Double> other) {
    assertThat(some.keySet()).isEqualTo(other.keySet());
    return some.keySet().stream().mapToDouble(k -> Math.abs(some.get(k) - other.get(k))).sum() / 2;
  }

  @Test
  void moleculesAreInProportionToTheirReward() {
    SharedReward shared = new SharedReward(own, counts);
    assertThat(totalVariation(distribution(shared), target())).isLessThan(1e-12);
    assertThat(totalVariation(distribution(own), target())).isGreaterThan(0.01);
  }

  @Test
  void statesOfAMoleculeAreCounted() {
    Map<String, Object> figures = counts.figures();
    Set<String> distinct = new HashSet<>(target().keySet());
    assertThat(figures.get("molecules.distinct")).isEqualTo(distinct.size());
    int states = (Integer) figures.get("molecules.states");
    assertThat(distinct.stream().mapToInt(counts::numStates).sum()).isEqualTo(states);
    assertThat((Integer) figures.get("molecules.shared")).isBetween(2, states);
    assertThat(counts.mostStates()).isEqualTo(figures.get("molecules.most")).isGreaterThan(1);
    assertThat(counts.numStates("no such molecule")).isEqualTo(1);
  }

  @Test
  void noSharedRewardIsBelowItsBound() {
    SharedReward shared = new SharedReward(own, counts);
    for (long i = 1; i < ALL.numIndices(); i++) {
      FragmentState state = ALL.stateAt(i).orElseThrow();
      assertThat(shared.logReward(state)).isGreaterThanOrEqualTo(shared.lowerBound());
      assertThat(own.logReward(state) - shared.logReward(state))
          .isCloseTo(Math.log(counts.numStates(own.appraise(state).smiles())), within(1e-12));
    }
  }
}
