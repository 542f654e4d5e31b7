package org.gflownet.config;

import java.util.List;
import org.gflownet.math.Schedule;
import org.gflownet.math.Schedule.Shape;

/**
 * Section {@code exploration}: how training rollouts deviate from the policy.
 *
 * @param epsilon probability of a uniformly random legal action, at step 0
 * @param epsilonSchedule how it changes
 * @param temperature divisor of the logits at step 0
 * @param temperatureSchedule how it changes
 * @param localSearch what follows on every rollout
 */
public record ExplorationConfig(
    double epsilon,
    ScheduleConfig epsilonSchedule,
    double temperature,
    ScheduleConfig temperatureSchedule,
    LocalSearchConfig localSearch) {
  private static final List<Shape> SHAPES =
      List.of(Shape.CONSTANT, Shape.LINEAR, Shape.EXPONENTIAL);
  private static final Bounds TEMPERATURE = new Bounds(1e-3, false, 1e6, false);

  static ExplorationConfig read(Settings settings, EnvConfig env) {
    String epsilonKey = "exploration.epsilon";
    double epsilon = settings.number(epsilonKey, Bounds.PROBABILITY);
    String temperatureKey = "exploration.temperature";
    double temperature = settings.number(temperatureKey, TEMPERATURE);
    return new ExplorationConfig(
        epsilon,
        ScheduleConfig.read(settings, epsilonKey, epsilon, Bounds.PROBABILITY, SHAPES),
        temperature,
        ScheduleConfig.read(settings, temperatureKey, temperature, TEMPERATURE, SHAPES),
        LocalSearchConfig.read(settings, env));
  }

  /** Epsilon over the run. */
  public Schedule epsilonOverRun() {
    return epsilonSchedule.startingAt(epsilon);
  }

  /** The temperature over the run. */
  public Schedule temperatureOverRun() {
    return temperatureSchedule.startingAt(temperature);
  }
}
