package org.gflownet.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The run that a soak repeats: small, with every part that writes or computes at work. */
final class SoakConfig {
  static final String FILE = "soak.conf";
  private static final int BATCH = 13;

  private static final String TEXT =
      """
      env { ndim = 3, height = 5, reward = original-hard }
      model.hidden = [32, 24]
      train { steps = %d, batch = %d, slices = 5, lr = 0.01 }
      exploration.epsilon = 0.05
      eval.every = 50
      checkpoint { every = 20, keep = 3 }
      visited { enabled = true, every = 17 }
      progress.mode = none
      """;

  private SoakConfig() {}

  /** Rows that the table of visited objects of a run must have. */
  static long rows(int steps) {
    return (long) steps * BATCH;
  }

  /** Writes the configuration of so many steps into a folder. */
  static void write(Path directory, int steps) {
    try {
      Files.writeString(directory.resolve(FILE), TEXT.formatted(steps, BATCH));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + FILE + ": " + e.getMessage(), e);
    }
  }
}
