package org.gflownet.config;

/**
 * Section {@code checkpoint}: what is kept on disk.
 *
 * @param every steps between checkpoints; there is always one at the end
 * @param keep how many of the latest are kept
 * @param keepBest whether the best so far is kept too
 * @param leaseSeconds without a sign of life after which the process that writes a run folder is
 *     taken for gone
 */
public record CheckpointConfig(long every, int keep, boolean keepBest, int leaseSeconds) {

  static CheckpointConfig read(Settings settings) {
    return new CheckpointConfig(
        settings.whole("checkpoint.every", 1, ScheduleConfig.MAX_STEPS),
        settings.count("checkpoint.keep", 1, 1_000_000),
        settings.flag("checkpoint.keep-best"),
        settings.count("checkpoint.lease-seconds", 4, 86_400));
  }
}
