package org.gflownet.config;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.gflownet.math.Schedule;
import org.gflownet.math.Schedule.Shape;

/**
 * Section {@code train.lr-schedule}: how the learning rate changes, as any setting that has a
 * schedule, with a warm-up before.
 *
 * @param name the curve
 * @param end last value; empty if and only if the schedule is constant
 * @param steps length of the change in steps; empty where it ends with the run, and for constant
 *     schedules
 * @param warmup updates over which the rate rises to what the curve says; 0 for none
 */
public record LrScheduleConfig(Shape name, OptionalDouble end, OptionalLong steps, long warmup) {
  private static final String KEY = "train.lr";

  /**
   * Reads the section.
   *
   * @param start learning rate at step 0
   * @param bounds of the last one
   */
  static LrScheduleConfig read(Settings settings, double start, Bounds bounds) {
    ScheduleConfig curve =
        ScheduleConfig.read(settings, KEY, start, bounds, List.of(Shape.values()));
    return new LrScheduleConfig(
        curve.name(),
        curve.end(),
        curve.steps(),
        settings.whole(KEY + "-schedule.warmup", 0, ScheduleConfig.MAX_STEPS));
  }

  /**
   * The schedule itself.
   *
   * @param start value of the setting at step 0
   */
  public Schedule startingAt(double start) {
    return new ScheduleConfig(name, end, steps).startingAt(start).warmedUpOver(warmup);
  }
}
