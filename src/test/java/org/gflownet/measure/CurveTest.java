package org.gflownet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {

  /** One second a report; 10 transitions in the first two, then 100 each, in steps of 5. */
  private static Curve curve() {
    List<Curve.Point> points = new ArrayList<>();
    long transitions = 0;
    for (int second = 1; second <= 8; second++) {
      transitions += second <= 2 ? 10 : 100;
      points.add(new Curve.Point(second, 3.5 + second, 5L * second, transitions, 1.0 / second));
    }
    return new Curve(points);
  }

  @Test
  void theSteadyRateLeavesOutTheFirstHalf() {
    assertThat(curve().steadyRate()).isCloseTo(100.0, within(1e-9));
    assertThat(curve().steadySecondsPerStep()).isCloseTo(0.2, within(1e-9));
    assertThat(curve().transitionsPerStep()).isCloseTo(620.0 / 40, within(1e-9));
  }

  @Test
  void findsWhenAQualityIsReached() {
    assertThat(curve().secondsToTv(0.3)).isEqualTo(4.0);
    assertThat(curve().secondsToTv(0.1)).isInfinite();
  }

  @Test
  void findsWhenFullSpeedIsReached() {
    assertThat(curve().wallToShareOfSteadyRate(0.9)).isEqualTo(6.5);
    assertThat(curve().wallToShareOfSteadyRate(0.05)).isEqualTo(5.5);
  }

  @Test
  void twoReportsAreTooFew() {
    Curve two = new Curve(curve().points().subList(0, 2));
    assertThatThrownBy(two::steadyRate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 reports");
  }
}
