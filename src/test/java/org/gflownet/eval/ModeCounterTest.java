package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.junit.jupiter.api.Test;

class ModeCounterTest {

  private static ModeCounter<GridState> counter(int ndim, int height) {
    return new ModeCounter<>(
        HypergridRewards.byName("original", ndim, height, Map.of()).modes(TerminationRule.MASKED));
  }

  @Test
  void cellsAndRegionsAreCountedOnce() {
    ModeCounter<GridState> counter = counter(2, 20); // the band is 2, 3, 16, 17
    counter.add(GridState.of(0, 0));
    assertThat(counter.numCells()).isZero();
    counter.add(GridState.of(2, 2));
    counter.add(GridState.of(2, 2));
    counter.add(GridState.of(2, 3));
    assertThat(counter.numCells()).isEqualTo(2);
    assertThat(counter.numRegions()).isEqualTo(1);
    counter.add(GridState.of(17, 3));
    assertThat(counter.numCells()).isEqualTo(3);
    assertThat(counter.numRegions()).isEqualTo(2);
    assertThat(counter.modes().numCells()).isEqualTo(16);
    assertThat(counter.modes().numRegions()).isEqualTo(4);
  }

  @Test
  void aSnapshotRestoresWhatWasFound() {
    ModeCounter<GridState> counter = counter(70, 8);
    int[] cell = new int[70];
    Arrays.fill(cell, 1);
    for (int d = 0; d < 70; d += 7) {
      cell[d] = 6;
      counter.add(GridState.of(cell));
    }
    ModeCounter<GridState> restored = counter(70, 8);
    restored.add(GridState.of(new int[70]));
    restored.restore(counter.snapshotCells(), counter.snapshotRegions());
    assertThat(restored.numCells()).isEqualTo(10);
    assertThat(restored.numRegions()).isEqualTo(10);
    restored.add(GridState.of(cell));
    assertThat(restored.numCells()).isEqualTo(10);
    assertThat(restored.snapshotCells()).isEqualTo(counter.snapshotCells());
    assertThat(restored.snapshotRegions()).isEqualTo(counter.snapshotRegions());
  }

  @Test
  void aSnapshotDoesNotDependOnTheOrderOfVisits() {
    ModeCounter<GridState> one = counter(2, 8);
    ModeCounter<GridState> other = counter(2, 8);
    one.add(GridState.of(1, 6));
    one.add(GridState.of(6, 6));
    other.add(GridState.of(6, 6));
    other.add(GridState.of(1, 6));
    assertThat(one.snapshotCells()).isEqualTo(other.snapshotCells());
  }

  @Test
  void aSnapshotOfOtherModesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counter(70, 8).restore(new long[3], new long[2]));
  }
}
