package org.gflownet.reward.chem.docking;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How much is spent on one molecule.
 *
 * @param exhaustiveness Vina's number of independent runs, from 1; time grows with it, noise
 *     shrinks
 * @param timeout of Open Babel and Vina together, for each attempt
 * @param attempts tries before a molecule counts as failed, from 1
 * @param cpu threads of Vina, from 1
 * @param scratch directory for temporary files; empty for the machine's own
 */
public record DockingLimits(
    int exhaustiveness, Duration timeout, int attempts, int cpu, Optional<Path> scratch) {
  private static final int MAX_CPU = 1024;

  private static final int MAX_EXHAUSTIVENESS = 4096;
  private static final int MAX_ATTEMPTS = 10;
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException out of bounds
   */
  public DockingLimits {
    if (exhaustiveness < 1 || exhaustiveness > MAX_EXHAUSTIVENESS) {
      throw new IllegalArgumentException(
          "docking: exhaustiveness " + exhaustiveness + " must be from 1 to " + MAX_EXHAUSTIVENESS);
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "docking: timeout " + timeout.toSeconds() + " s must be over 0 and at most a day");
    }
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "docking: attempts " + attempts + " must be from 1 to " + MAX_ATTEMPTS);
    }
    if (cpu < 1 || cpu > MAX_CPU) {
      throw new IllegalArgumentException("docking: cpu " + cpu + " must be from 1 to " + MAX_CPU);
    }
    scratch.ifPresent(
        directory -> {
          if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new IllegalArgumentException(
                "docking: scratch " + directory + " is not a directory to write in");
          }
        });
  }

  /** Limits with one thread and the machine's own directory for temporary files. */
  public DockingLimits(int exhaustiveness, Duration timeout, int attempts) {
    this(exhaustiveness, timeout, attempts, 1, Optional.empty());
  }
}
