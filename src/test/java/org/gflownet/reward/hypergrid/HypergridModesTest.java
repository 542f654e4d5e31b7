package org.gflownet.reward.hypergrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HypergridModesTest {

  static List<String> names() {
    return HypergridRewards.names();
  }

  private static HypergridModes modes(String name, int ndim, int height, TerminationRule rule) {
    return HypergridRewards.byName(name, ndim, height, Map.of()).modes(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "original, 4, 8, MASKED, 16, 16",
    "original, 4, 8, FORCED, 16, 16",
    "original, 2, 8, MASKED, 4, 4",
    "gfnx-easy, 4, 20, MASKED, 256, 16",
    "original-harder, 2, 64, MASKED, 144, 4",
    "original, 4, 32, MASKED, 1296, 16",
    "original, 2, 11, MASKED, 0, 0",
    "original, 2, 6, FORCED, 0, 0",
    "original, 2, 16, MASKED, 4, 4",
    "deceptive, 2, 8, MASKED, 4, 4",
    "sparse, 3, 8, MASKED, 7, 7",
    "sparse, 1, 8, MASKED, 1, 1",
    "original, 40, 8, MASKED, 1099511627776, 1099511627776",
    "original, 62, 8, MASKED, 4611686018427387904, 4611686018427387904",
    "original, 63, 8, MASKED, -1, -1",
    "original, 40, 20, MASKED, -1, 1099511627776",
    "original, 1000, 11, MASKED, 0, 0",
    "sparse, 62, 8, FORCED, 4611686018427387903, 4611686018427387903",
    "sparse, 100, 2, FORCED, 101, 101",
    "sparse, 100, 8, MASKED, -1, -1"
  })
  void counts(String name, int ndim, int height, TerminationRule rule, long cells, long regions) {
    HypergridModes modes = modes(name, ndim, height, rule);
    assertThat(modes.numCells()).isEqualTo(cells);
    assertThat(modes.numRegions()).isEqualTo(regions);
  }

  @ParameterizedTest
  @MethodSource("names")
  void countsAreThoseOfTheEnumeratedGrid(String name) {
    for (TerminationRule rule : TerminationRule.values()) {
      for (int height : new int[] {2, 3, 4, 5, 7, 8, 9, 11, 16, 20, 21}) {
        for (int ndim = 1; Math.pow(height, ndim) <= 10_000; ndim++) {
          HypergridModes modes = modes(name, ndim, height, rule);
          List<GridState> found =
              GridCells.of(ndim, height, rule).stream().filter(modes::isMode).toList();
          String grid = name + " " + height + "^" + ndim + " " + rule;
          assertThat(modes.numCells()).as(grid).isEqualTo(found.size());
          assertThat(distinct(found.stream().map(modes::cellKey).toList())).hasSize(found.size());
          assertThat(distinct(found.stream().map(modes::regionKey).toList()))
              .as(grid)
              .hasSize((int) modes.numRegions());
        }
      }
    }
  }

  private static Set<List<Long>> distinct(List<long[]> keys) {
    return keys.stream().map(k -> Arrays.stream(k).boxed().toList()).collect(Collectors.toSet());
  }

  /** With the definition's own formula, in floating point: no cell is near the bound. */
  @ParameterizedTest
  @CsvSource({"20, false", "21, true", "32, true"})
  void cosineModesAreThoseAboveTheBound(int height, boolean any) {
    for (int ndim = 1; ndim <= 3; ndim++) {
      HypergridReward reward = HypergridRewards.byName("cosine", ndim, height, Map.of());
      HypergridModes modes = reward.modes(TerminationRule.MASKED);
      double bound = 0.1 + 0.5 * Math.pow(0.8 * 2 / Math.sqrt(2 * Math.PI), ndim);
      for (GridState cell : GridCells.of(ndim, height, TerminationRule.MASKED)) {
        assertThat(modes.isMode(cell)).isEqualTo(Math.exp(reward.logReward(cell)) >= bound);
      }
      assertThat(modes.numCells() > 0).isEqualTo(any);
    }
  }

  @Test
  void keysTellCellsOfManyDimensionsApart() {
    HypergridModes modes = modes("original", 100, 20, TerminationRule.MASKED);
    int[] low = new int[100];
    Arrays.fill(low, 2);
    int[] mixed = low.clone();
    mixed[99] = 17;
    int[] sameRegion = low.clone();
    sameRegion[99] = 3;
    assertThat(modes.isMode(GridState.of(mixed))).isTrue();
    assertThat(modes.cellKey(GridState.of(low))).hasSize(modes.cellKeyLength());
    assertThat(modes.regionKey(GridState.of(low))).hasSize(modes.regionKeyLength()).hasSize(2);
    assertThat(modes.cellKey(GridState.of(low)))
        .isNotEqualTo(modes.cellKey(GridState.of(sameRegion)));
    assertThat(modes.regionKey(GridState.of(low)))
        .isEqualTo(modes.regionKey(GridState.of(sameRegion)))
        .isNotEqualTo(modes.regionKey(GridState.of(mixed)));
  }

  @Test
  void countingCosineModesOfManyDimensionsGivesUp() {
    HypergridModes modes = modes("cosine", 200, 64, TerminationRule.MASKED);
    assertThat(modes.numCells()).isEqualTo(-1);
    int[] middle = new int[200];
    Arrays.fill(middle, 32);
    assertThat(modes.isMode(GridState.of(middle))).isTrue();
  }
}
