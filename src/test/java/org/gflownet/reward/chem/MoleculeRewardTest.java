package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.RewardCounts;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Test;

/** Rewards are functions of canonical states, whatever was scored before. */
class MoleculeRewardTest {
  private static final FragmentVocabulary VOCABULARY = FragmentVocabulary.own();
  private static final RewardScale SCALE = new RewardScale(0.01, 1, 1);
  private static final FragmentEnvironment ENVIRONMENT =
      new FragmentEnvironment(VOCABULARY, 2, 5, Identity.CANONICAL);

  private static MoleculeReward reward(MoleculeScorer scorer, int cached) {
    return new MoleculeReward(VOCABULARY, scorer, SCALE, new BoundedCache<>(cached));
  }

  private static MoleculeScorer seh() {
    return new SehProxy(SehWeights.read(DataSets.seh("seh_proxy.npz")), SehConvention.PAPER_2021);
  }

  private static List<FragmentState> states(int count) {
    RandomStream random = new RandomStream(3, 0, 0);
    IntList actions = new IntList();
    List<FragmentState> states = new ArrayList<>();
    while (states.size() < count) {
      FragmentState state = ENVIRONMENT.initialState();
      for (int b = 0; b < 2 + states.size() % 4; b++) {
        actions.clear();
        ENVIRONMENT.forwardActions(state, actions);
        if (actions.size() == 0) {
          break;
        }
        int action = actions.get((int) (random.nextDouble() * actions.size()));
        state = action == 0 ? state : ENVIRONMENT.step(state, action);
      }
      states.add(state);
    }
    return states;
  }

  private static double[] scores(MoleculeReward reward, List<FragmentState> states) {
    double[] out = new double[states.size()];
    reward.logRewards(states, out);
    return out;
  }

  @Test
  void aCacheHitAndAFreshEvaluationGiveTheSameBits() {
    for (MoleculeScorer scorer : List.of(seh(), new PropertyScorer("qed", new Qed()))) {
      List<FragmentState> states = states(120);
      MoleculeReward cached = reward(scorer, 1000);
      double[] fresh = scores(reward(scorer, 0), states);
      assertThat(scores(cached, states)).containsExactly(fresh);
      RewardCounts first = cached.takeCounts();
      assertThat(first.numEvaluations()).isPositive();
      assertThat(first.numHits() + first.numEvaluations()).isEqualTo(states.size());
      assertThat(scores(cached, states)).containsExactly(fresh);
      RewardCounts second = cached.takeCounts();
      assertThat(second.numEvaluations()).isZero();
      assertThat(second.numHits()).isEqualTo(states.size());
      assertThat(second.digests()).containsExactly(first.digests());
      assertThat(Arrays.stream(first.digests()).distinct().count())
          .isEqualTo(first.numEvaluations());
      for (int i = 0; i < states.size(); i++) {
        assertThat(scores(reward(scorer, 0), states.subList(i, i + 1))[0]).isEqualTo(fresh[i]);
        i += 9;
      }
    }
  }

  @Test
  void everyOrderOfBuildingHasTheSameReward() {
    MoleculeReward reward = reward(seh(), 0);
    Map<FragmentState, Double> known = new HashMap<>();
    IntList backward = new IntList();
    IntList edges = new IntList();
    int rebuilt = 0;
    for (FragmentState state : states(40)) {
      known.put(state, reward.logReward(state));
      backward.clear();
      ENVIRONMENT.backwardActions(state, backward);
      for (int k = 0; k < backward.size(); k++) {
        FragmentState parent = ENVIRONMENT.backstep(state, backward.get(k));
        edges.clear();
        ENVIRONMENT.edgeActions(state, backward.get(k), edges);
        for (int e = 0; e < edges.size(); e++) {
          FragmentState again = ENVIRONMENT.step(parent, edges.get(e));
          assertThat(reward(seh(), 0).logReward(again)).isEqualTo(known.get(state));
          rebuilt++;
        }
      }
    }
    assertThat(rebuilt).isGreaterThan(60);
  }

  @Test
  void theCanonicalSmilesSpellsTheMoleculeThatWasBuilt() {
    MoleculeReward reward = reward(new PropertyScorer("qed", new Qed()), 0);
    for (FragmentState state : states(200)) {
      MoleculeReward.Appraisal appraisal = reward.appraise(state);
      assertThat(appraisal.score().failure()).isNull();
      Molecule built = new FragmentAssembler(VOCABULARY).assemble(state);
      Molecule spelled = MoleculeReader.parse(appraisal.smiles());
      assertThat(spelled.canonicalSmiles()).isEqualTo(appraisal.smiles());
      int[] places = built.canonicalPlaces();
      assertThat(bonds(built, places)).isEqualTo(bonds(spelled, identity(places.length)));
    }
  }

  /** Every bond as its kind and what its atoms are, at their places. */
  private static Set<String> bonds(Molecule molecule, int[] places) {
    Set<String> bonds = new TreeSet<>();
    for (int b = 0; b < molecule.numBonds(); b++) {
      String begin = atom(molecule, molecule.begin(b), places);
      String end = atom(molecule, molecule.end(b), places);
      boolean swap = places[molecule.begin(b)] > places[molecule.end(b)];
      bonds.add(molecule.bondKind(b) + (swap ? end + begin : begin + end));
    }
    return bonds;
  }

  private static String atom(Molecule molecule, int i, int[] places) {
    return " %d:%d,%d,%d,%b"
        .formatted(
            places[i],
            molecule.atomicNumber(i),
            molecule.hydrogens(i),
            molecule.charge(i),
            molecule.isAromatic(i));
  }

  private static int[] identity(int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    return places;
  }

  @Test
  void anAtomWithoutRoomMakesAnInvalidStateWithAReason() {
    FragmentVocabulary full =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,FC,1;1;1\nb,C,0;0");
    FragmentState crowded =
        FragmentState.of(
            new int[] {0, 1, 1, 1, 1},
            new int[] {0, 1, 1, 0, 0, 2, 1, 0, 0, 3, 1, 0, 0, 4, 1, 0},
            new int[0]);
    MoleculeReward reward =
        new MoleculeReward(
            full, new PropertyScorer("qed", new Qed()), SCALE, new BoundedCache<>(9));
    MoleculeReward.Appraisal appraisal = reward.appraise(crowded);
    assertThat(appraisal.smiles()).isNull();
    assertThat(appraisal.score().failure()).contains("valence").matches("\\P{Cntrl}+");
    assertThat(reward.logReward(crowded)).isEqualTo(SCALE.lowerBound());
    assertThat(reward.takeCounts())
        .usingRecursiveComparison()
        .isEqualTo(new RewardCounts(new long[0], 1, 0, 0, 1, appraisal.score().failure()));
    Object[] row = new Object[4];
    new MoleculeColumns(reward).write(crowded, row);
    assertThat(row).containsExactly(null, null, 5, appraisal.score().failure());
  }
}
