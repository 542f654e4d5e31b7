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

  /** At a step of a run whose budget says nothing. */
  private static double at(Schedule schedule, long step) {
    return schedule.at(new Progress(step, Double.NaN));
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 8, 8, 8",
    "LINEAR, 6.5, 5, 3.5",
    "EXPONENTIAL, 5.656854249492381, 4, 2.8284271247461903",
    "COSINE, 7.121320343559643, 5, 2.878679656440358"
  })
  void quartersAreWorkedByHand(Shape shape, double quarter, double half, double threeQuarters) {
    Schedule schedule = new Schedule(shape, 8, 2, 400);
    assertThat(at(schedule, 100)).isCloseTo(quarter, within(1e-12));
    assertThat(at(schedule, 200)).isCloseTo(half, within(1e-12));
    assertThat(at(schedule, 300)).isCloseTo(threeQuarters, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"LINEAR", "EXPONENTIAL", "COSINE"})
  void startsAtStartAndStaysAtEnd(Shape shape) {
    Schedule schedule = new Schedule(shape, 0.1, 0.7, 3);
    assertThat(at(schedule, -1)).isEqualTo(0.1);
    assertThat(at(schedule, 0)).isEqualTo(0.1);
    assertThat(at(schedule, 3)).isEqualTo(0.7);
    assertThat(at(schedule, Long.MAX_VALUE)).isEqualTo(0.7);
    assertThat(at(schedule, 1)).isLessThan(at(schedule, 2));
  }

  @Test
  void aLinearScheduleMayEndAtZero() {
    assertThat(at(new Schedule(Shape.LINEAR, 0.1, 0, 10), 5)).isCloseTo(0.05, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"LINEAR", "EXPONENTIAL", "COSINE"})
  void overTheWholeRunTheShareOfTheBudgetCounts(Shape shape) {
    Schedule byShare = new Schedule(shape, 8, 2, Schedule.WHOLE_RUN);
    Schedule bySteps = new Schedule(shape, 8, 2, 400);
    for (long step : new long[] {0, 1, 100, 399, 400, 500}) {
      double share = Math.min(1.0, step / 400.0);
      assertThat(byShare.at(new Progress(7, share))).isEqualTo(at(bySteps, step));
    }
  }

  @Test
  void aWarmUpRisesToWhatTheCurveSays() {
    Schedule flat = Schedule.constant(8).warmedUpOver(4);
    assertThat(at(flat, 0)).isEqualTo(2);
    assertThat(at(flat, 1)).isEqualTo(4);
    assertThat(at(flat, 2)).isEqualTo(6);
    assertThat(at(flat, 3)).isEqualTo(8);
    assertThat(at(flat, 4)).isEqualTo(8);
    assertThat(at(flat, Long.MAX_VALUE)).isEqualTo(8);
    // The line from 10 to 0 over 10 steps is 10, 9, 8, 7, 6, 5, ...
    Schedule falling = new Schedule(Shape.LINEAR, 10, 0, 10).warmedUpOver(5);
    double[] byHand = {2, 3.6, 4.8, 5.6, 6, 5, 4};
    for (int step = 0; step < byHand.length; step++) {
      assertThat(at(falling, step)).as("step %d", step).isCloseTo(byHand[step], within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void afterItsWarmUpAndWithoutOneAScheduleIsItself(Shape shape) {
    Schedule plain = new Schedule(shape, 0.1, 0.007, 33);
    for (long step : new long[] {0, 1, 6, 7, 32, 33, 1000}) {
      assertThat(at(plain.warmedUpOver(0), step)).isEqualTo(at(plain, step));
      assertThat(at(plain.warmedUpOver(1), step)).isEqualTo(at(plain, step));
      if (step >= 6) {
        assertThat(at(plain.warmedUpOver(7), step)).isEqualTo(at(plain, step));
      }
    }
  }

  @Test
  void constantIsConstant() {
    Schedule schedule = Schedule.constant(3);
    assertThat(at(schedule, 0)).isEqualTo(3);
    assertThat(at(schedule, 1_000_000)).isEqualTo(3);
  }

  @Test
  void rejectsWhatHasNoCurve() {
    assertThatThrownBy(() -> new Schedule(Shape.LINEAR, 1, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> new Schedule(Shape.EXPONENTIAL, 1, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> Schedule.constant(1).warmedUpOver(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("warm-up");
  }
}
