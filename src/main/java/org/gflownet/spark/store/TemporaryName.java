package org.gflownet.spark.store;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** The hidden names that files have before they are complete. */
final class TemporaryName {
  private static final Pattern UNFINISHED =
      Pattern.compile("\\.(.+)\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private TemporaryName() {}

  /** A new one for a file. */
  static Path of(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
  }

  /** The file that a name stands for; empty for a name that is none of these. */
  static Optional<String> fileOf(String name) {
    Matcher matcher = UNFINISHED.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
