package org.gflownet.reward.hypergrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HypergridRewardTest {
  private static final Map<String, Double> NONE = Map.of();

  static List<String> names() {
    return HypergridRewards.names();
  }

  private static double reward(String name, int height, int... cell) {
    HypergridReward reward = HypergridRewards.byName(name, cell.length, height, NONE);
    return Math.exp(reward.logReward(GridState.of(cell)));
  }

  @Test
  void originalIsWorkedByHandOn8x8() {
    // d = |2s - 7| = 7 5 3 1 1 3 5 7: outer where 2d > 7, band where 21 < 5d < 28.
    assertThat(reward("original", 8, 3, 3)).isCloseTo(0.1, within(1e-12));
    assertThat(reward("original", 8, 0, 2)).isCloseTo(0.1, within(1e-12));
    assertThat(reward("original", 8, 0, 0)).isCloseTo(0.6, within(1e-12));
    assertThat(reward("original", 8, 7, 1)).isCloseTo(0.6, within(1e-12));
    assertThat(reward("original", 8, 1, 6)).isCloseTo(2.6, within(1e-12));
    assertThat(reward("gfnx-hard", 8, 1, 6)).isCloseTo(4.0001, within(1e-12));
  }

  @Test
  void deceptivePaysTheMiddleCross() {
    // a > 1/10 iff 5d > 7: every coordinate but 3 and 4.
    assertThat(reward("deceptive", 8, 3, 0)).isCloseTo(0.10001, within(1e-12));
    assertThat(reward("deceptive", 8, 4, 3)).isCloseTo(0.10001, within(1e-12));
    assertThat(reward("deceptive", 8, 2, 0)).isCloseTo(1e-5, within(1e-16));
    assertThat(reward("deceptive", 8, 1, 6)).isCloseTo(2.00001, within(1e-12));
  }

  @Test
  void sparsePaysPermutationsOfOnesAndAtLeastOneFarCoordinate() {
    assertThat(reward("sparse", 8, 6, 6, 6)).isCloseTo(1.0, within(1e-11));
    assertThat(reward("sparse", 8, 1, 6, 1)).isCloseTo(1.0, within(1e-11));
    assertThat(reward("sparse", 8, 1, 1, 1)).isCloseTo(1e-12, within(1e-24));
    assertThat(reward("sparse", 8, 1, 6, 0)).isCloseTo(1e-12, within(1e-24));
  }

  @Test
  void cosineIsItsFormula() {
    double product = 1;
    for (int s : new int[] {2, 5, 19}) {
      double a = Math.abs(s / 19.0 - 0.5);
      double density = Math.exp(-12.5 * a * a) / Math.sqrt(2 * Math.PI);
      product *= (Math.cos(50 * a) + 1) * density;
    }
    assertThat(reward("cosine", 20, 2, 5, 19)).isCloseTo(0.1 + 0.5 * product, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({
    // H-1 = 10: 6 and 8 lie on the bounds of the band, 7 is odd and never occurs.
    "11, ''",
    // H-1 = 15: only d = 11 lies inside 9..12; d = 9 (s = 3, 12) is a bound.
    "16, 2 13",
    "21, 3 17",
    "31, 4 5 25 26",
    "6, ''",
    "8, 1 6",
    "20, 2 3 16 17"
  })
  void bandsAreDecidedInIntegers(int height, String expected) {
    StringBuilder found = new StringBuilder();
    for (int s = 0; s < height; s++) {
      if (reward("original", height, s) > 2) {
        found.append(found.length() == 0 ? "" : " ").append(s);
      }
    }
    assertThat(found).hasToString(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void rewardsAreSymmetricBatchedAndBounded(String name) {
    for (int height : new int[] {2, 3, 7, 8, 11, 16}) {
      HypergridReward reward = HypergridRewards.byName(name, 2, height, NONE);
      List<GridState> cells = GridCells.of(2, height, TerminationRule.MASKED);
      double[] batch = new double[cells.size()];
      reward.logRewards(cells, batch);
      for (int i = 0; i < batch.length; i++) {
        GridState cell = cells.get(i);
        assertThat(batch[i]).isEqualTo(reward.logReward(cell));
        assertThat(batch[i]).isFinite().isGreaterThanOrEqualTo(reward.lowerBound());
        GridState swapped = GridState.of(cell.coordinate(1), cell.coordinate(0));
        assertThat(reward.logReward(swapped)).isCloseTo(batch[i], within(1e-15));
      }
    }
  }

  @Test
  void zeroRewardIsMinusInfinity() {
    HypergridReward reward = HypergridRewards.byName("original", 2, 8, Map.of("r0", 0.0));
    assertThat(reward.logReward(GridState.of(3, 3))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(reward.lowerBound()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(reward.logReward(GridState.of(0, 0))).isCloseTo(Math.log(0.5), within(1e-15));
  }

  @Test
  void overridesReplaceDefaults() {
    HypergridReward reward =
        HypergridRewards.byName("original-hard", 2, 8, Map.of("r2", 3.0, "r1", 0.25));
    assertThat(Math.exp(reward.logReward(GridState.of(1, 1)))).isCloseTo(3.26, within(1e-12));
    assertThat(Math.exp(reward.logReward(GridState.of(3, 3)))).isCloseTo(0.01, within(1e-15));
  }

  @Test
  void rejectsWhatTheFamilyDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HypergridRewards.byName("orignal", 2, 8, NONE))
        .withMessageContaining("original");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HypergridRewards.byName("sparse", 2, 8, Map.of("r0", 1.0)))
        .withMessageContaining("r0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HypergridRewards.byName("cosine", 2, 8, Map.of("r2", 1.0)));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HypergridRewards.byName("original", 2, 8, Map.of("r1", bad)))
          .withMessageContaining("r1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> HypergridRewards.byName("original", 3, 8, NONE).logReward(GridState.of(1, 1)));
  }
}
