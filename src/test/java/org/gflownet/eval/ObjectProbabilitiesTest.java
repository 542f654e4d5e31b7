package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.StateBatch;
import org.gflownet.model.StateTable;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectProbabilitiesTest {
  private static final ObjectProbabilities.Settings EXACT =
      new ObjectProbabilities.Settings(100_000, 2, 5);

  /** Logits that are a fixed function of the encoded state and the action. */
  private static final class HashedModel implements FlowModel {
    private float[] logits = new float[0];

    @Override
    public int numParameters() {
      return 0;
    }

    @Override
    public void load(float[] parameters) {}

    @Override
    public void reset() {}

    @Override
    public void evaluate(StateBatch batch) {
      logits = new float[batch.numOutputs()];
      for (int row = 0; row < batch.numRows(); row++) {
        int hash = 1;
        for (int k = batch.featureOffset(row); k < batch.featureOffset(row + 1); k++) {
          hash = 31 * hash + batch.features()[k];
        }
        for (int k = batch.outputOffset(row); k < batch.outputOffset(row + 1); k++) {
          int mixed = (hash * 31 + batch.outputs()[k]) * 0x9E3779B9;
          logits[k] = (mixed >>> 16) / 32768f - 1f;
        }
      }
    }

    @Override
    public float[] outputs() {
      return logits;
    }

    @Override
    public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
      throw new UnsupportedOperationException();
    }
  }

  private static <S> void exactEverywhere(EnumerableEnvironment<S> environment, FlowModel model) {
    double[] exact =
        ExactDistribution.of(environment, new ModelLogitSource<>(environment, model))
            .probabilities();
    ObjectProbabilities<S> probabilities =
        new ObjectProbabilities<>(new StateTable<>(environment, model), EXACT);
    int checked = 0;
    for (int index = 0; index < exact.length; index++) {
      S state = environment.stateAt(index).orElse(null);
      if (state == null || environment.termination(state) == Termination.NONE) {
        continue;
      }
      ObjectProbabilities.Probability probability = probabilities.of(state, index);
      assertThat(probability.exact()).isTrue();
      assertThat(LogSpace.exp(probability.logProbability())).isCloseTo(exact[index], within(1e-9));
      checked++;
    }
    assertThat(checked).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void gridsAgreeWithEnumeration(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, rule);
    exactEverywhere(grid, Policies.model(grid, Policies.random(grid, 4)));
  }

  @Test
  void moleculesAgreeWithEnumeration() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse(
            "test.csv", "name,smiles,atoms\na,CC,0;1\nb,c1ccccc1,0;3\nc,CO,0\n");
    FragmentEnvironment fragments = new FragmentEnvironment(vocabulary, 1, 3, Identity.CANONICAL);
    exactEverywhere(new EnumerableFragmentEnvironment(fragments, 100_000), new HashedModel());
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void estimatesAreWithinTheirErrors(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    float[] logits = Policies.random(grid, 9);
    StateTable<GridState> table = new StateTable<>(grid, Policies.model(grid, logits));
    ObjectProbabilities<GridState> exact = new ObjectProbabilities<>(table, EXACT);
    ObjectProbabilities<GridState> sampled =
        new ObjectProbabilities<>(table, new ObjectProbabilities.Settings(0, 4000, 7));
    double worst = 0;
    for (int index = 0; index < grid.numIndices(); index++) {
      GridState cell = grid.stateAt(index).orElse(null);
      if (cell == null || grid.termination(cell) == Termination.NONE) {
        continue;
      }
      ObjectProbabilities.Probability truth = exact.of(cell, index);
      ObjectProbabilities.Probability estimate = sampled.of(cell, index);
      assertThat(estimate.exact()).isFalse();
      assertThat(estimate.logInflow()).isEqualTo(truth.logInflow());
      double error = estimate.logProbability() - truth.logProbability();
      assertThat(Math.abs(error)).isLessThan(4 * estimate.standardError() + 1e-6);
      worst = Math.max(worst, estimate.standardError());
    }
    assertThat(worst).isBetween(1e-3, 0.05);
  }

  /** The weights must be those of the very P_B that the paths come from. */
  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void estimatesHoldUnderALearnedBackwardPolicy(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    int units = grid.numActions() + grid.numBackwardActions();
    TabularModel model = new TabularModel(2, 4, units, new Heads(grid.numActions(), Heads.ABSENT));
    model.load(Grids.latticeLogits(model.numParameters(), 6));
    StateTable<GridState> table = new StateTable<>(grid, model);
    ObjectProbabilities<GridState> exact = new ObjectProbabilities<>(table, EXACT);
    ObjectProbabilities<GridState> sampled =
        new ObjectProbabilities<>(table, new ObjectProbabilities.Settings(0, 4000, 7));
    double[] sums = new double[2];
    for (int index = 0; index < grid.numIndices(); index++) {
      GridState cell = grid.stateAt(index).orElse(null);
      if (cell == null || grid.termination(cell) == Termination.NONE) {
        continue;
      }
      double truth = exact.of(cell, index).logProbability();
      ObjectProbabilities.Probability estimate = sampled.of(cell, index);
      assertThat(Math.abs(estimate.logProbability() - truth))
          .isLessThan(4 * estimate.standardError() + 1e-6);
      sums[0] += Math.exp(truth);
      sums[1] += Math.exp(estimate.logProbability());
    }
    assertThat(sums[0]).isCloseTo(1.0, within(1e-9));
    assertThat(sums[1]).isCloseTo(1.0, within(0.02)).isNotEqualTo(1.0);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void theInflowOfTheExactFlowIsTheReward(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    StateTable<GridState> table =
        new StateTable<>(grid, Policies.model(grid, Grids.exactFlow(grid)));
    ObjectProbabilities<GridState> probabilities = new ObjectProbabilities<>(table, EXACT);
    int checked = 0;
    for (int index = 0; index < grid.numIndices(); index++) {
      GridState cell = grid.stateAt(index).orElse(null);
      if (cell != null && grid.termination(cell) != Termination.NONE) {
        assertThat(probabilities.of(cell, index).logInflow())
            .isCloseTo(Math.log(Grids.reward(cell)), within(1e-5));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(5);
  }

  @Test
  void aStateOfManyDimensionsIsGivenUpBeforeItsParentsAreMade() {
    HypergridEnvironment grid = new HypergridEnvironment(3000, 3, TerminationRule.MASKED);
    IntList forward = new IntList();
    GridState state = grid.initialState();
    grid.forwardActions(state, forward);
    int[] ones = new int[3000];
    java.util.Arrays.fill(ones, 1);
    assertThat(ConstructionDag.of(grid, GridState.of(ones), 1000)).isEmpty();
    assertThat(ConstructionDag.of(grid, state, 1000).orElseThrow().size()).isOne();
  }
}
