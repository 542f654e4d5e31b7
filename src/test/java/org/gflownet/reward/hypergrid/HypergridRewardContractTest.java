package org.gflownet.reward.hypergrid;

import java.util.List;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.LogRewardContract;
import org.junit.jupiter.api.Nested;

/** The rewards of grids are what rewards have to be. */
class HypergridRewardContractTest {

  /** The contract of one of them. */
  abstract static class Contract extends LogRewardContract<GridState> {
    private final String name;
    private final Map<String, Double> coefficients;

    Contract(String name, Map<String, Double> coefficients) {
      this.name = name;
      this.coefficients = coefficients;
    }

    @Override
    protected LogReward<GridState> reward() {
      return HypergridRewards.byName(name, 2, 8, coefficients);
    }

    @Override
    protected List<GridState> objects() {
      return GridCells.of(2, 8, TerminationRule.MASKED);
    }
  }

  @Nested
  class Original extends Contract {
    Original() {
      super("original", Map.of());
    }
  }

  @Nested
  class WithoutFloor extends Contract {
    WithoutFloor() {
      super("original", Map.of("r0", 0.0));
    }
  }

  @Nested
  class Sparse extends Contract {
    Sparse() {
      super("sparse", Map.of());
    }
  }

  @Nested
  class Deceptive extends Contract {
    Deceptive() {
      super("deceptive", Map.of());
    }
  }

  @Nested
  class Cosine extends Contract {
    Cosine() {
      super("cosine", Map.of());
    }
  }
}
