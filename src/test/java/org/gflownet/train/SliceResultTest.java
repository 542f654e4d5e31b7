package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.objective.GradientSum;
import org.gflownet.reward.RewardCounts;
import org.junit.jupiter.api.Test;

class SliceResultTest {

  private static SliceResult of(float gradient, int visited, int diverged) {
    GradientSum sum =
        new GradientSum(new float[][] {{gradient}}, new double[] {1}, new double[] {2});
    return new SliceResult(
        sum,
        new RolloutCounts(
            2, new long[] {visited}, 3, 4, diverged, VisitedRows.NONE, RewardCounts.NONE));
  }

  @Test
  void mergesInTheShapeOfOneBinaryTree() {
    // (a + b) + (c + d) + e in single precision; a chain from the left would give another sum.
    float[] g = {1e8f, 1f, 1f, 1f, -1e8f};
    List<SliceResult> slices = new ArrayList<>();
    for (int i = 0; i < g.length; i++) {
      slices.add(of(g[i], i, RolloutCounts.NONE));
    }
    SliceResult merged = SliceResult.mergeTree(slices);
    float expected = ((g[0] + g[1]) + (g[2] + g[3])) + g[4];
    assertThat(merged.gradient().vector(0)).containsExactly(expected);
    assertThat(merged.counts().visited()).containsExactly(0, 1, 2, 3, 4);
    assertThat(merged.counts().numTransitions()).isEqualTo(15);
    assertThat(merged.counts().numEvaluations()).isEqualTo(20);
    assertThat(merged.gradient().weight(0)).isEqualTo(5.0);
    assertThat(merged.gradient().loss(0)).isEqualTo(10.0);
    assertThat(merged.counts().divergedSlice()).isEqualTo(RolloutCounts.NONE);
  }

  @Test
  void keepsTheFirstDivergedSlice() {
    List<SliceResult> slices = List.of(of(0, 0, -1), of(0, 0, -1), of(0, 0, 2), of(0, 0, 3));
    assertThat(SliceResult.mergeTree(slices).counts().divergedSlice()).isEqualTo(2);
  }

  @Test
  void needsASlice() {
    assertThatThrownBy(() -> SliceResult.mergeTree(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
