package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.reward.TargetDistribution;
import org.gflownet.testing.Grids;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampledBoundsTest {

  private static SampledBounds<GridState> bounds(
      HypergridEnvironment grid, float[] logits, int chunk) {
    StateTable<GridState> table = new StateTable<>(grid, Policies.model(grid, logits));
    return new SampledBounds<>(table, Grids.logReward(), 17, chunk);
  }

  /** R/Z over the enumerated cells. */
  private static TargetDistribution<GridState> target(HypergridEnvironment grid) {
    ExactTarget exact = ExactTarget.of(grid, Grids.logReward());
    return new TargetDistribution<>() {
      @Override
      public double logZ() {
        return exact.logZ();
      }

      @Override
      public GridState sample(RandomStream random) {
        double u = random.nextDouble();
        int index = 0;
        while (u >= exact.probabilities()[index]) {
          u -= exact.probabilities()[index++];
        }
        return grid.stateAt(index).get();
      }
    };
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void atTheExactFlowEveryPathWeighsLogZ(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    float[] logits = Grids.exactFlow(grid);
    SampledBounds<GridState> bounds = bounds(grid, logits, 10);
    double logZ = Math.log(Grids.partition(grid));
    List<Trajectory<GridState>> onPolicy = Policies.draw(Policies.paths(grid, logits), 100, 3);
    SampleMean elbo = bounds.elbo(onPolicy);
    SampleMean eubo = bounds.eubo(target(grid), 100);
    assertThat(elbo.mean()).isCloseTo(logZ, within(1e-6));
    assertThat(elbo.standardError()).isLessThan(1e-6);
    assertThat(eubo.mean()).isCloseTo(logZ, within(1e-6));
    assertThat(eubo.standardError()).isLessThan(1e-6);
    List<GridState> objects = bounds.targetSamples(target(grid), 50);
    double[] logP = bounds.logProbabilities(objects, 1);
    for (int i = 0; i < logP.length; i++) {
      assertThat(logP[i]).isCloseTo(Math.log(Grids.reward(objects.get(i))) - logZ, within(1e-6));
    }
    assertThat(bounds.spearman(objects, 2).getAsDouble()).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void theBoundsAreTheirExpectations(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, rule);
    float[] logits = Policies.random(grid, 8);
    List<Policies.WeightedPath> paths = Policies.paths(grid, logits);
    double logZ = Math.log(Grids.partition(grid));
    double elbo = 0;
    double eubo = 0;
    for (Policies.WeightedPath path : paths) {
      double logReward = path.trajectory().logReward();
      double weight = logReward + Math.log(path.backward() / path.forward());
      elbo += path.forward() * weight;
      eubo += Math.exp(logReward - logZ) * path.backward() * weight;
    }
    assertThat(elbo).isLessThan(logZ);
    assertThat(eubo).isGreaterThan(logZ);
    SampledBounds<GridState> bounds = bounds(grid, logits, 100);
    SampleMean sampledElbo = bounds.elbo(Policies.draw(paths, 20_000, 4));
    SampleMean sampledEubo = bounds.eubo(target(grid), 20_000);
    assertThat(sampledElbo.mean())
        .isCloseTo(elbo, within(4 * sampledElbo.standardError()))
        .isNotEqualTo(elbo);
    assertThat(sampledEubo.mean()).isCloseTo(eubo, within(4 * sampledEubo.standardError()));
    assertThat(sampledEubo.standardError()).isBetween(1e-4, 0.05);
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void estimatesOfLogPApproachTheExactOnes(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, rule);
    float[] logits = Policies.random(grid, 9);
    double[] exact =
        ExactDistribution.of(grid, new ModelLogitSource<>(grid, Policies.model(grid, logits)))
            .probabilities();
    List<GridState> objects = new ArrayList<>();
    for (int index = 0; index < exact.length; index++) {
      grid.stateAt(index).ifPresent(objects::add);
    }
    double[] estimates = bounds(grid, logits, 64).logProbabilities(objects, 20_000);
    for (int i = 0; i < estimates.length; i++) {
      double logP = Math.log(exact[(int) grid.indexOf(objects.get(i))]);
      assertThat(estimates[i]).isCloseTo(logP, within(0.03));
    }
  }

  @Test
  void chunksDoNotChangeTheBits() {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, TerminationRule.MASKED);
    float[] logits = Policies.random(grid, 10);
    List<Trajectory<GridState>> paths = Policies.draw(Policies.paths(grid, logits), 40, 5);
    SampledBounds<GridState> whole = bounds(grid, logits, 1000);
    SampledBounds<GridState> pieces = bounds(grid, logits, 7);
    TargetDistribution<GridState> target = target(grid);
    // The other order, too: nothing depends on what was sampled before.
    SampleMean eubo = whole.eubo(target, 40);
    SampleMean elbo = whole.elbo(paths);
    assertThat(pieces.elbo(paths)).isEqualTo(elbo);
    assertThat(pieces.eubo(target, 40)).isEqualTo(eubo);
    assertThat(whole.eubo(target, 40)).isEqualTo(eubo);
    List<GridState> objects = whole.targetSamples(target, 20);
    assertThat(pieces.targetSamples(target, 20)).isEqualTo(objects);
    assertThat(pieces.logProbabilities(objects, 3)).isEqualTo(whole.logProbabilities(objects, 3));
    assertThat(pieces.logProbabilities(objects.subList(0, 5), 3))
        .isEqualTo(java.util.Arrays.copyOf(whole.logProbabilities(objects, 3), 5));
  }

  @Test
  void meansSayHowSureTheyAre() {
    SampleMean mean = SampleMean.of(new double[] {1, 2, 3, 6});
    assertThat(mean.mean()).isEqualTo(3);
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(14 / 3.0 / 4), within(1e-15));
    assertThat(SampleMean.of(new double[] {5})).isEqualTo(new SampleMean(5, 0, 1));
    assertThat(SampleMean.of(new double[] {1, Double.NEGATIVE_INFINITY}).mean())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThatIllegalArgumentException().isThrownBy(() -> SampleMean.of(new double[0]));
  }
}
