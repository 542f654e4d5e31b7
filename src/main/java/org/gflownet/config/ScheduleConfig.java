package org.gflownet.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.gflownet.math.Schedule;
import org.gflownet.math.Schedule.Shape;

/**
 * How a setting changes while a run goes on: from its own value at step 0 to {@code end} at step
 * {@code steps} and no further, or over the whole budget of the run.
 *
 * @param name the curve
 * @param end last value; empty if and only if the schedule is constant
 * @param steps length of the change in steps; empty where it ends with the run, and for constant
 *     schedules
 */
public record ScheduleConfig(Shape name, OptionalDouble end, OptionalLong steps) {
  /** Checkpoints number steps with eight digits. */
  public static final long MAX_STEPS = 99_999_999;

  /**
   * Reads the schedule of a setting.
   *
   * @param key of the setting; its schedule is {@code key-schedule}
   * @param start value of the setting
   * @param bounds of the last value
   */
  static ScheduleConfig read(
      Settings settings, String key, double start, Bounds bounds, List<Shape> shapes) {
    String section = key + "-schedule";
    Shape shape = settings.choice(section + ".name", shapes, Map.of());
    OptionalDouble end = settings.optionalNumber(section + ".end", bounds);
    OptionalLong steps = settings.optionalWhole(section + ".steps", 1, MAX_STEPS);
    if (shape == Shape.CONSTANT) {
      return new ScheduleConfig(shape, OptionalDouble.empty(), OptionalLong.empty());
    }
    if (end.isEmpty()) {
      throw settings.error(section + ".name", "this needs a last value; set " + section + ".end");
    }
    if (shape == Shape.EXPONENTIAL && !(start > 0 && end.getAsDouble() > 0)) {
      String culprit = start > 0 ? section + ".end" : settings.culprit(key, section + ".name");
      throw settings.error(
          culprit,
          String.format(
              "an exponential schedule never leaves or reaches 0; set %s > 0 and %s.end > 0, or use"
                  + " linear",
              key, section));
    }
    return new ScheduleConfig(shape, end, steps);
  }

  /**
   * The schedule itself.
   *
   * @param start value of the setting at step 0
   */
  public Schedule startingAt(double start) {
    return name == Shape.CONSTANT
        ? Schedule.constant(start)
        : new Schedule(name, start, end.getAsDouble(), steps.orElse(Schedule.WHOLE_RUN));
  }
}
