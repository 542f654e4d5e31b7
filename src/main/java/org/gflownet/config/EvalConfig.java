package org.gflownet.config;

import java.util.OptionalInt;

/**
 * Section {@code eval}: reports during training and evaluation afterwards.
 *
 * @param every steps between reports, where their number is not given
 * @param reports number of reports, evenly over the budget of the run
 * @param window visited terminating states that the empirical distance looks back on
 * @param exactMaxStates largest number of states for which distributions are computed exactly
 * @param samples drawn for estimates where they are not; by default fewer of an expensive reward
 */
public record EvalConfig(
    long every, OptionalInt reports, int window, long exactMaxStates, int samples) {
  /** Largest number of reports. */
  static final int MAX_REPORTS = 10_000;

  private static final int MAX_SAMPLES = 100_000_000;
  private static final int SAMPLES = 10_000;
  private static final int SAMPLES_OF_EXPENSIVE_REWARDS = 100;
  private static final long MAX_EXACT_STATES = 1_000_000_000;

  static EvalConfig read(Settings settings, boolean isRewardExpensive) {
    return new EvalConfig(
        settings.whole("eval.every", 1, ScheduleConfig.MAX_STEPS),
        settings.optionalCount("eval.reports", 1, MAX_REPORTS),
        settings.count("eval.window", 1, MAX_SAMPLES),
        settings.whole("eval.exact-max-states", 0, MAX_EXACT_STATES),
        settings
            .optionalCount("eval.samples", 2, MAX_SAMPLES)
            .orElse(isRewardExpensive ? SAMPLES_OF_EXPENSIVE_REWARDS : SAMPLES));
  }
}
