package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.junit.jupiter.api.Test;

class StateTableTest {
  private final HypergridEnvironment grid = new HypergridEnvironment(2, 40, TerminationRule.MASKED);
  private final MlpSpec spec = new MlpSpec(80, List.of(4), 3, Activation.RELU);
  private final StateTable<GridState> table =
      new StateTable<>(grid, new MlpFlowModel(spec, new ScalarKernels()));

  @Test
  void givesEveryStateOneRow() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < grid.numIndices(); i++) {
        Optional<GridState> state = grid.stateAt(i);
        assertThat(table.intern(state.orElseThrow())).isEqualTo(i);
      }
    }
    assertThat(table.numRows()).isEqualTo(1600);
    table.clear();
    assertThat(table.intern(grid.stateAt(77).orElseThrow())).isZero();
    assertThat(table.state(0)).isEqualTo(grid.stateAt(77).orElseThrow());
  }

  @Test
  void evaluatesLegalActionsOnly() {
    table.model().load(Initialization.UNIFORM.parameters(spec, 1));
    int corner = table.intern(grid.stateAt(1599).orElseThrow());
    int origin = table.intern(grid.initialState());
    table.evaluate();
    StateBatch batch = table.batch();
    assertThat(batch.outputOffset(corner + 1) - batch.outputOffset(corner)).isEqualTo(1);
    assertThat(batch.outputOffset(origin + 1) - batch.outputOffset(origin)).isEqualTo(3);
    assertThat(table.logits().length).isGreaterThanOrEqualTo(4);
  }
}
