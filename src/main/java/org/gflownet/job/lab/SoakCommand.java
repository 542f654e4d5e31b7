package org.gflownet.job.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.soak.Soak;
import org.gflownet.soak.TableAudit;
import org.gflownet.spark.VisitedAudit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code soak}: training under random faults on a cluster of processes on this machine. */
@Command(
    name = "soak",
    description = {
      "Trains the same small run again and again on a standalone cluster on this machine, kills"
          + " and",
      "slows its executors, workers, master and driver at random, and compares parameters and the",
      "table of visited objects with those of an undisturbed run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Prints a line for each fault and each run, also to ledger.txt in the folder; the last one"
          + " is",
      "faults=N rows_lost=0 digest=HEX undisturbed=HEX. Exit code 1 unless nothing was lost.",
      "",
      "Examples:",
      "  soak.sh --minutes 30 --seed 1",
      "  soak.sh --minutes 5 --seed 7 --out soak-7"
    })
public final class SoakCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      required = true,
      paramLabel = "N",
      description = "Time for all, the undisturbed run included; a run under way is ended first.")
  private double minutes;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Of the faults.")
  private long seed;

  @Option(
      names = "--at-least",
      paramLabel = "N",
      defaultValue = "1",
      description = "Faults to make, even if that takes longer (${DEFAULT-VALUE}).")
  private int atLeast;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "600",
      description = "Steps of the run that is repeated (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "New folder for run folders, logs and ledger.txt; soak-SEED otherwise.")
  private Path out;

  @Option(names = "--scripts", hidden = true, description = "Folder of the scripts.")
  private Path scripts = Path.of("submit-scripts");

  @Override
  public Integer call() throws InterruptedException {
    Path directory = out == null ? Path.of("soak-" + seed) : out;
    UserException.unless(
        minutes > 0 && minutes <= 100_000, "--minutes " + minutes + ": takes 0 to 100000");
    UserException.unless(
        atLeast >= 1 && atLeast <= 100_000, "--at-least " + atLeast + ": takes 1 to 100000");
    UserException.unless(
        steps >= 100 && steps <= 100_000, "--steps " + steps + ": takes 100 to 100000");
    UserException.unless(
        Files.isExecutable(scripts.resolve("train.sh")),
        "--scripts " + scripts + ": has no train.sh; start this through soak.sh");
    UserException.unless(
        !Files.exists(directory),
        directory + " exists; remove it, or name a new folder with --out");
    try {
      Files.createDirectories(directory);
      try (PrintWriter ledger =
          new PrintWriter(
              Files.newBufferedWriter(directory.resolve("ledger.txt"), StandardCharsets.UTF_8),
              true)) {
        Soak soak =
            new Soak(
                new Soak.Settings(scripts, directory, minutes, seed, atLeast, steps),
                SoakCommand::count,
                line -> {
                  System.out.println(line);
                  ledger.println(line);
                });
        return soak.run() ? ExitCode.OK : ExitCode.FAULT;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  private static TableAudit.Count count(Path directory) {
    VisitedAudit audit = VisitedAudit.of(directory);
    return new TableAudit.Count(audit.rows(), audit.distinct(), audit.digest());
  }
}
