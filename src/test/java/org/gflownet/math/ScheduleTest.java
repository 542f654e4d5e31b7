package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gflownet.math.Schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 8, 8, 8",
    "LINEAR, 6.5, 5, 3.5",
    "EXPONENTIAL, 5.656854249492381, 4, 2.8284271247461903",
    "COSINE, 7.121320343559643, 5, 2.878679656440358"
  })
  void quartersAreWorkedByHand(Shape shape, double quarter, double half, double threeQuarters) {
    Schedule schedule = new Schedule(shape, 8, 2, 400);
    assertThat(schedule.at(100)).isCloseTo(quarter, within(1e-12));
    assertThat(schedule.at(200)).isCloseTo(half, within(1e-12));
    assertThat(schedule.at(300)).isCloseTo(threeQuarters, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"LINEAR", "EXPONENTIAL", "COSINE"})
  void startsAtStartAndStaysAtEnd(Shape shape) {
    Schedule schedule = new Schedule(shape, 0.1, 0.7, 3);
    assertThat(schedule.at(-1)).isEqualTo(0.1);
    assertThat(schedule.at(0)).isEqualTo(0.1);
    assertThat(schedule.at(3)).isEqualTo(0.7);
    assertThat(schedule.at(Long.MAX_VALUE)).isEqualTo(0.7);
    assertThat(schedule.at(1)).isLessThan(schedule.at(2));
  }

  @Test
  void aLinearScheduleMayEndAtZero() {
    assertThat(new Schedule(Shape.LINEAR, 0.1, 0, 10).at(5)).isCloseTo(0.05, within(1e-15));
  }

  @Test
  void constantIsConstant() {
    Schedule schedule = Schedule.constant(3);
    assertThat(schedule.at(0)).isEqualTo(3);
    assertThat(schedule.at(1_000_000)).isEqualTo(3);
  }

  @Test
  void rejectsWhatHasNoCurve() {
    assertThatThrownBy(() -> new Schedule(Shape.LINEAR, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> new Schedule(Shape.EXPONENTIAL, 1, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
  }
}
