package org.gflownet.job.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.scaling.Constant;
import org.gflownet.scaling.Constants;
import org.gflownet.scaling.CostFit;
import org.gflownet.scaling.DriverFit;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.DriverRuns;
import org.gflownet.scaling.Measurement;
import org.gflownet.scaling.Measurements;
import org.gflownet.scaling.ScalingStudy;
import org.gflownet.scaling.StepCostModel;
import org.gflownet.scaling.SyncMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scaling}: what larger clusters would bring, simulated. */
@Command(
    name = "scaling",
    description = {
      "Simulates training on clusters of 4 to 1,024 executors from measured costs, or fits these",
      "costs to measured runs. docs/scaling.md describes the model. Needs no cluster."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  scaling.sh",
      "  scaling.sh --batch 1024 --modes gradient,averaging:64 --out scaling.csv",
      "  scaling.sh --workload molecules --modes gradient,gradient+shards",
      "  scaling.sh --fit measurements.csv --out constants.csv",
      "  scaling.sh --constants constants.csv --slow-share 0.1 --slow-factor 2 --slices-per-core 4"
    })
public final class ScalingCommand implements Callable<Integer> {
  @Option(
      names = "--fit",
      paramLabel = "FILE",
      description = {
        "Measured runs to fit the constants to: " + Measurements.HEADER,
        "or driver.csv of bench.sh --only driver, which tells those of the driver."
      })
  private Path fit;

  @Option(
      names = "--hold",
      paramLabel = "NAME,...",
      split = ",",
      description = "With --fit: constants that keep their values, since they are known.")
  private List<String> held = List.of();

  @Option(
      names = "--constants",
      paramLabel = "FILE",
      description = "Constants of the cost model; those it lacks, or all: docs/scaling.md.")
  private Path constants;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also writes the table, ending in .csv or .json; with --fit the constants.")
  private Path out;

  @Option(
      names = "--modes",
      paramLabel = "MODE,...",
      split = ",",
      defaultValue = "gradient,averaging:16,pipelined:2",
      description =
          "gradient, averaging:LOCAL-STEPS, pipelined:STALENESS, each with or without +shards"
              + " (${DEFAULT-VALUE}).")
  private List<String> modes;

  @Mixin private ScalingStep step;

  @Mixin private ScalingCluster cluster;

  @Option(
      names = "--measured-executors",
      defaultValue = "2",
      description = {
        "Executors of the largest cluster that the constants were measured on; rows of larger ones",
        "are marked as computed (${DEFAULT-VALUE})."
      })
  private int measured;

  @Option(
      names = "--jobs",
      defaultValue = "20",
      description = "Steps, or rounds of averaging, to simulate (${DEFAULT-VALUE}).")
  private int jobs;

  @Option(names = "--seed", defaultValue = "0", description = "Of the noise (${DEFAULT-VALUE}).")
  private long seed;

  // The script starts every command with a master; this one runs where it is.
  @Option(names = "--master", hidden = true)
  private String master;

  @Override
  public Integer call() {
    if (master != null && !master.equals("in-process")) {
      throw new UserException("scaling simulates in this process and takes no --master " + master);
    }
    UserException.unless(held.isEmpty() || fit != null, "--hold is for --fit");
    try {
      checkOut();
      StepCostModel costs =
          constants == null ? step.standard() : Constants.read(constants, step.standard());
      if (fit != null) {
        fit(costs);
      } else {
        simulate(costs);
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage());
    }
    return ExitCode.OK;
  }

  private void checkOut() {
    String name = out == null ? ".csv" : out.toString();
    if (!name.endsWith(".csv") && (fit != null || !name.endsWith(".json"))) {
      throw new UserException(
          "--out " + name + " must end in " + (fit == null ? ".csv or .json" : ".csv"));
    }
  }

  private void fit(StepCostModel start) {
    Set<Constant> known = new HashSet<>();
    for (String name : held) {
      known.add(
          Constant.ofKey(name)
              .orElseThrow(
                  () -> new UserException("--hold " + name + ": takes " + Constant.keys())));
    }
    if (DriverRuns.isOne(fit)) {
      List<DriverRun> cells = DriverRuns.read(fit);
      DriverFit.Result result = DriverFit.fit(cells, start, known);
      System.out.print(ScalingReport.driver(result, cells));
      write(Constants.write(result.model()));
      return;
    }
    List<Measurement> runs = Measurements.read(fit, cluster.network(), step.partialSums());
    CostFit.Result result = CostFit.fit(runs, start, known);
    System.out.print(ScalingReport.fit(result, runs));
    write(Constants.write(result.model()));
  }

  private void simulate(StepCostModel costs) {
    ScalingStep.requireFrom("--measured-executors", measured, 0);
    List<SyncMode> parsed = modes.stream().map(SyncMode::parse).toList();
    ScalingStudy study =
        new ScalingStudy(
            step.worked(costs),
            cluster.machines(),
            step.step(),
            step.batchPerCore(),
            step.batch(),
            step.slicesPerCore(),
            jobs,
            seed);
    List<ScalingStudy.Row> rows = study.simulate(cluster.executors(), parsed);
    ScalingReport report = new ScalingReport(measured);
    System.out.print(report.table(rows));
    for (SyncMode mode : parsed) {
      Optional<ScalingStudy.Row> first =
          rows.stream().filter(row -> row.mode().equals(mode) && row.isSaturated()).findFirst();
      System.out.println(ScalingReport.saturation(mode, first));
    }
    if (out != null) {
      write(out.toString().endsWith(".json") ? report.json(rows) : report.csv(rows));
    }
  }

  private void write(String text) {
    if (out == null) {
      return;
    }
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new UserException("--out " + out + " cannot be written: " + e);
    }
  }
}
