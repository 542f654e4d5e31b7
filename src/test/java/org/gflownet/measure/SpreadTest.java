package org.gflownet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void tellsMedianAndRange() {
    Spread odd = new Spread(List.of(30.0, 10.0, 25.0));
    assertThat(odd.median()).isEqualTo(25.0);
    assertThat(odd.min()).isEqualTo(10.0);
    assertThat(odd.max()).isEqualTo(30.0);
    assertThat(new Spread(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3.0);
    assertThat(odd).hasToString("25.00 (10.00 to 30.00)");
    assertThat(new Spread(List.of(12345.6))).hasToString("12,346 (12,346 to 12,346)");
    assertThat(new Spread(List.of(Double.POSITIVE_INFINITY)).toString()).contains("not reached");
  }

  @Test
  void ratiosAreTakenRunByRun() {
    Spread fast = new Spread(List.of(20.0, 10.0));
    Spread slow = new Spread(List.of(10.0, 5.0));
    assertThat(fast.over(slow).values()).containsExactly(2.0, 2.0);
  }

  @Test
  void needsAMeasurement() {
    assertThatThrownBy(() -> new Spread(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
