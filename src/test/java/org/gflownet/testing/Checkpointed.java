package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for the checkpoints of a run that may be under way. */
public final class Checkpointed {
  private static final String PREFIX = "step-";

  private Checkpointed() {}

  /**
   * The step of a run's newest checkpoint, or -1 if it has none yet.
   *
   * @param run its folder, which need not be there
   */
  public static long newest(Path run) {
    Path checkpoints = run.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return -1;
    }
    try (var names = Files.list(checkpoints)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX))
          .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
          .max()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
