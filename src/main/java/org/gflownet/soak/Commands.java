package org.gflownet.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the scripts in a folder, with a cluster of their own and their output in files. */
final class Commands {
  private static final long PATIENCE_MINUTES = 3;

  private final Path scripts;
  private final Path directory;
  private int count;

  /**
   * A starter.
   *
   * @param scripts folder of the scripts
   * @param directory to run them in, which exists
   */
  Commands(Path scripts, Path directory) {
    this.scripts = scripts.toAbsolutePath();
    this.directory = directory.toAbsolutePath();
  }

  /** Where the processes of the cluster have their ids and logs. */
  Path clusterState() {
    return directory.resolve("cluster");
  }

  /** The folder that the scripts run in. */
  Path directory() {
    return directory;
  }

  /** A started script and the file of what it prints. */
  record Started(Process process, Path output) {
    /** What it has printed. */
    String printed() {
      try {
        return Files.readString(output);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + output, e);
      }
    }

    /** The last lines of what it has printed. */
    String tail() {
      List<String> lines = printed().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }
  }

  /** Starts a script. */
  Started start(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(scripts.resolve(script).toString()));
    command.addAll(arguments);
    Path output = directory.resolve("log-%04d-%s.txt".formatted(count++, script));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("GFLOWNET_CLUSTER_DIR", clusterState().toString());
    try {
      return new Started(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + script + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs a script to its end.
   *
   * @return what it printed
   * @throws SoakFailedException if it ends with another code than 0, or not in time
   */
  String run(String script, String... arguments) throws InterruptedException {
    Started started = start(script, List.of(arguments));
    if (!started.process().waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      started.process().destroyForcibly();
      throw new SoakFailedException(script + " did not end:\n" + started.tail());
    }
    if (started.process().exitValue() != 0) {
      throw new SoakFailedException(
          "%s %s ended with code %d:%n%s"
              .formatted(
                  script,
                  String.join(" ", arguments),
                  started.process().exitValue(),
                  started.tail()));
    }
    return started.printed();
  }
}
