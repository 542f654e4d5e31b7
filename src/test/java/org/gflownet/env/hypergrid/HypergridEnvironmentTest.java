package org.gflownet.env.hypergrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gflownet.env.EnumerableEnvironmentContract;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HypergridEnvironmentTest {

  /** The contract on one grid. */
  abstract static class Contract extends EnumerableEnvironmentContract<GridState> {
    private final HypergridEnvironment grid;

    Contract(int ndim, int height, TerminationRule rule) {
      grid = new HypergridEnvironment(ndim, height, rule);
    }

    @Override
    protected HypergridEnvironment environment() {
      return grid;
    }
  }

  @Nested
  class Masked1x2 extends Contract {
    Masked1x2() {
      super(1, 2, TerminationRule.MASKED);
    }
  }

  @Nested
  class Masked3x2 extends Contract {
    Masked3x2() {
      super(3, 2, TerminationRule.MASKED);
    }
  }

  @Nested
  class Masked1x9 extends Contract {
    Masked1x9() {
      super(1, 9, TerminationRule.MASKED);
    }
  }

  @Nested
  class Masked2x5 extends Contract {
    Masked2x5() {
      super(2, 5, TerminationRule.MASKED);
    }
  }

  @Nested
  class Masked4x3 extends Contract {
    Masked4x3() {
      super(4, 3, TerminationRule.MASKED);
    }
  }

  @Nested
  class Forced1x2 extends Contract {
    Forced1x2() {
      super(1, 2, TerminationRule.FORCED);
    }
  }

  @Nested
  class Forced3x2 extends Contract {
    Forced3x2() {
      super(3, 2, TerminationRule.FORCED);
    }
  }

  @Nested
  class Forced1x9 extends Contract {
    Forced1x9() {
      super(1, 9, TerminationRule.FORCED);
    }
  }

  @Nested
  class Forced2x5 extends Contract {
    Forced2x5() {
      super(2, 5, TerminationRule.FORCED);
    }
  }

  @Nested
  class Forced4x3 extends Contract {
    Forced4x3() {
      super(4, 3, TerminationRule.FORCED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4, 8, MASKED, 4096",
    "4, 8, FORCED, 3773",
    "2, 8, MASKED, 64",
    "2, 8, FORCED, 63",
    "4, 20, MASKED, 160000",
    "2, 64, MASKED, 4096",
    "1, 2, FORCED, 2",
    "3, 2, FORCED, 4"
  })
  void countsOfTerminatingStates(int ndim, int height, TerminationRule rule, int expected) {
    HypergridEnvironment grid = new HypergridEnvironment(ndim, height, rule);
    int count = 0;
    for (long index = 0; index < grid.numIndices(); index++) {
      if (grid.stateAt(index).isPresent()) {
        assertThat(grid.termination(grid.stateAt(index).get())).isNotEqualTo(Termination.NONE);
        count++;
      }
    }
    assertThat(count).isEqualTo(expected);
  }

  @Test
  void theMaskedEdgeOffersOnlyWhatStaysInside() {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, TerminationRule.MASKED);
    assertThat(forward(grid, GridState.of(3, 1, 3))).containsExactly(1, 3);
    assertThat(forward(grid, GridState.of(3, 3, 3))).containsExactly(3);
    assertThat(forward(grid, GridState.of(0, 0, 0))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void theForcedEdgeHasOneParent() {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, TerminationRule.FORCED);
    GridState edge = GridState.of(2, 3, 1);
    assertThat(forward(grid, edge)).isEmpty();
    IntList parents = new IntList();
    grid.backwardActions(edge, parents);
    assertThat(parents.toArray()).containsExactly(1);
    assertThat(grid.backstep(edge, 1)).isEqualTo(GridState.of(2, 2, 1));
    assertThat(grid.isReachable(GridState.of(3, 3, 0))).isFalse();
    assertThat(grid.stateAt(grid.indexOf(GridState.of(3, 3, 0)))).isEmpty();
  }

  @Test
  void coordinateZeroIsMostSignificantAndTheCodeIsOneHot() {
    HypergridEnvironment grid = new HypergridEnvironment(3, 4, TerminationRule.MASKED);
    assertThat(grid.indexOf(GridState.of(1, 2, 3))).isEqualTo(16 + 8 + 3);
    IntList features = new IntList();
    grid.encode(GridState.of(1, 2, 3), features);
    assertThat(features.toArray()).containsExactly(1, 6, 11);
  }

  @Test
  void aHugeGridHasNoCountThatFits() {
    HypergridEnvironment grid = new HypergridEnvironment(64, 8, TerminationRule.MASKED);
    assertThat(grid.numIndices()).isEqualTo(Long.MAX_VALUE);
    assertThat(grid.step(grid.initialState(), 63).coordinate(63)).isEqualTo(1);
  }

  @Test
  void rejectsWhatIsNoGrid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HypergridEnvironment(0, 8, TerminationRule.MASKED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HypergridEnvironment(2, 1, TerminationRule.MASKED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HypergridEnvironment(1 << 20, 1 << 20, TerminationRule.MASKED));
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, TerminationRule.MASKED);
    assertThatThrownBy(() -> grid.stateAt(9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> grid.stateAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int[] forward(HypergridEnvironment grid, GridState state) {
    IntList out = new IntList();
    grid.forwardActions(state, out);
    return out.toArray();
  }
}
