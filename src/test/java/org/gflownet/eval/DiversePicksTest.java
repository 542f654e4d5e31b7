package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiversePicksTest {
  private static final List<long[]> OBJECTS =
      List.of(new long[] {0b1111}, new long[] {0b0111}, new long[] {0b110000}, new long[] {0b1100});

  @Test
  void beginWithTheFirstAndGoOnWithTheLeastAlike() {
    assertThat(DiversePicks.of(OBJECTS, 3)).containsExactly(0, 2, 3);
  }

  @Test
  void areAllWhereThereAreFewer() {
    assertThat(DiversePicks.of(OBJECTS, 9)).containsExactly(0, 2, 3, 1);
    assertThat(DiversePicks.of(List.of(), 2)).isEmpty();
  }
}
