package org.gflownet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.gflownet.env.hypergrid.GridState;
import org.junit.jupiter.api.Test;

/** The example to read does what it says. */
class MinimalGflowNetTest {

  private static PrintStream into(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void learnsTheTargetAndBalancesFlows() {
    MinimalGflowNet untrained = new MinimalGflowNet(8, 0);
    MinimalGflowNet gflownet = MinimalGflowNet.run(2000, into(new ByteArrayOutputStream()));
    assertThat(gflownet.totalVariation())
        .isLessThan(0.1)
        .isLessThan(0.5 * untrained.totalVariation());
    GridState cell = GridState.of(1, 2);
    assertThat(gflownet.logInflow(cell)).isCloseTo(gflownet.logRewardAndOutflow(cell), within(0.2));
  }

  @Test
  void theSameSeedPrintsTheSame() {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    MinimalGflowNet.run(500, into(first));
    MinimalGflowNet.run(500, into(second));
    assertThat(first.toString(StandardCharsets.UTF_8))
        .startsWith("before training: TV ")
        .contains("step 500: ")
        .isEqualTo(second.toString(StandardCharsets.UTF_8));
  }
}
