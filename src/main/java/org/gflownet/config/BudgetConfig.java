package org.gflownet.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Section {@code train.budget}: limits of a run beside its steps. The first one that is reached
 * ends it.
 *
 * @param visited terminating states visited
 * @param rewardCalls objects whose reward was asked for
 * @param seconds of steps
 */
public record BudgetConfig(OptionalLong visited, OptionalLong rewardCalls, OptionalDouble seconds) {
  /** Largest number of states or calls. */
  static final long MAX_COUNT = 1_000_000_000_000L;

  /** Largest number of seconds. */
  static final double MAX_SECONDS = 1e7;

  /**
   * Reads the section.
   *
   * @param section its path
   */
  static BudgetConfig read(Settings settings, String section) {
    return new BudgetConfig(
        settings.optionalWhole(section + ".visited", 1, MAX_COUNT),
        settings.optionalWhole(section + ".reward-calls", 1, MAX_COUNT),
        settings.optionalNumber(section + ".seconds", Bounds.positive(MAX_SECONDS)));
  }

  /** Whether nothing is limited. */
  public boolean isEmpty() {
    return visited.isEmpty() && rewardCalls.isEmpty() && seconds.isEmpty();
  }
}
