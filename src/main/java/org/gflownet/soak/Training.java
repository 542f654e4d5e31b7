package org.gflownet.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A training run in a process of its own, which can be killed and resumed. */
final class Training implements AutoCloseable {
  private static final String DIGEST = "parameters_sha256 ";
  private static final String CHECKPOINT = "step-";

  /** Ways to share and add up a step, none of which may change anything; taken by turns. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("train.gather=shards"),
          List.of("train.gather=driver", "train.tasks=executors"),
          List.of("train.gather=shards", "train.tasks=5"));

  private final Commands commands;
  private final String run;
  private final String master;
  private int way;
  private Commands.Started started;

  /**
   * Starts a run.
   *
   * @param run name of its new folder
   * @param master where
   * @param way number of the first way in which it shares and adds up its steps; each start takes
   *     the next
   */
  Training(Commands commands, String run, String master, int way) {
    this.way = way;
    this.commands = commands;
    this.run = run;
    this.master = master;
    start(false);
  }

  private void start(boolean resume) {
    List<String> arguments =
        new ArrayList<>(List.of(SoakConfig.FILE, "--out", run, "--master", master));
    if (resume) {
      arguments.add("--resume");
    }
    WAYS.get(way % WAYS.size()).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    way++;
    // A task is tried again as often as its executors are killed, and a stage as often as they take
    // with them what another one reads.
    arguments.addAll(
        List.of(
            "--",
            "--conf",
            "spark.task.maxFailures=100",
            "--conf",
            "spark.stage.maxConsecutiveAttempts=100"));
    started = commands.start("train.sh", arguments);
  }

  /** Goes on with the run after {@link #kill}. */
  void resume() {
    start(Files.exists(folder().resolve("config.resolved.conf")));
  }

  /** The run's folder. */
  Path folder() {
    return commands.directory().resolve(run);
  }

  /** Whether the run has got so far that it is known by its folder. */
  boolean isUnderWay() {
    return Files.exists(folder().resolve("provenance.json"));
  }

  /** Waits for the driver's end. */
  boolean ends(long millis) throws InterruptedException {
    return started.process().waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Kills the driver and returns its process id. */
  long kill() throws InterruptedException {
    started.process().destroyForcibly().waitFor();
    return started.process().pid();
  }

  /** Step of the newest checkpoint, 0 before the first. */
  long checkpoint() {
    Path checkpoints = folder().resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (var names = Files.list(checkpoints)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(CHECKPOINT))
          .mapToLong(name -> Long.parseLong(name.substring(CHECKPOINT.length())))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + checkpoints, e);
    }
  }

  /**
   * Digest of the trained parameters of a run that has ended.
   *
   * @throws SoakFailedException if it ended with anything but success
   */
  String digest() {
    if (started.process().exitValue() != 0) {
      throw new SoakFailedException(
          "the driver of %s ended with code %d:%n%s"
              .formatted(run, started.process().exitValue(), started.tail()));
    }
    return started
        .printed()
        .lines()
        .filter(line -> line.startsWith(DIGEST))
        .map(line -> line.substring(DIGEST.length()))
        .findFirst()
        .orElseThrow(() -> new SoakFailedException("the driver of " + run + " gave no digest"));
  }

  /** Ends a driver that still runs. */
  @Override
  public void close() {
    started.process().destroyForcibly();
  }
}
