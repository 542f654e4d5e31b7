package org.gflownet.config;

import java.util.OptionalInt;

/**
 * Section {@code checkpoint}: what is kept on disk.
 *
 * @param every steps between checkpoints, where their number is not given; there is always one at
 *     the end
 * @param saves number of checkpoints, evenly over the budget of the run
 * @param keep how many of the latest are kept
 * @param keepBest whether each evaluation that is the best so far is saved, and the best kept
 * @param leaseSeconds without a sign of life after which the process that writes a run folder is
 *     taken for gone
 */
public record CheckpointConfig(
    long every, OptionalInt saves, int keep, boolean keepBest, int leaseSeconds) {

  static CheckpointConfig read(Settings settings) {
    return new CheckpointConfig(
        settings.whole("checkpoint.every", 1, ScheduleConfig.MAX_STEPS),
        settings.optionalCount("checkpoint.saves", 1, EvalConfig.MAX_REPORTS),
        settings.count("checkpoint.keep", 1, 1_000_000),
        settings.flag("checkpoint.keep-best"),
        settings.count("checkpoint.lease-seconds", 4, 86_400));
  }
}
