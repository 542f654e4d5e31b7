package org.gflownet.job.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.scaling.ClusterSpec;
import org.gflownet.scaling.Constant;
import org.gflownet.scaling.Constants;
import org.gflownet.scaling.CostFit;
import org.gflownet.scaling.DriverFit;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.DriverRuns;
import org.gflownet.scaling.Measurement;
import org.gflownet.scaling.Measurements;
import org.gflownet.scaling.Network;
import org.gflownet.scaling.ScalingStudy;
import org.gflownet.scaling.StepCostModel;
import org.gflownet.scaling.SyncMode;
import org.gflownet.scaling.Workload;
import picocli.CommandLine.Command;
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
      "  scaling.sh --fit measurements.csv --out constants.csv",
      "  scaling.sh --constants constants.csv --slow-share 0.1 --slow-factor 2 --slices-per-core 4"
    })
public final class ScalingCommand implements Callable<Integer> {
  private static final int LARGEST_SHOWN = 100_000;

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
      names = "--executors",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "4,8,16,32,64,128,256,512,1024",
      description = "Sizes of the cluster (${DEFAULT-VALUE}).")
  private List<Integer> executors;

  @Option(
      names = "--modes",
      paramLabel = "MODE,...",
      split = ",",
      defaultValue = "gradient,averaging:16,pipelined:2",
      description =
          "gradient, averaging:LOCAL-STEPS, pipelined:STALENESS, each with or without +tree"
              + " (${DEFAULT-VALUE}).")
  private List<String> modes;

  @Option(
      names = "--cores",
      defaultValue = "4",
      description = "Cores of an executor (${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--batch",
      defaultValue = "0",
      description = "Trajectories per step, whatever the cluster; otherwise --batch-per-core.")
  private int batch;

  @Option(
      names = "--batch-per-core",
      defaultValue = "256",
      description = "Trajectories per step and core (${DEFAULT-VALUE}).")
  private int batchPerCore;

  @Option(
      names = "--slices-per-core",
      defaultValue = "1",
      description = "Tasks per step and core (${DEFAULT-VALUE}).")
  private int slicesPerCore;

  @Option(
      names = "--parameters",
      defaultValue = "71000",
      description = "Parameters of the network (${DEFAULT-VALUE}).")
  private long parameters;

  @Option(
      names = "--partial-sums",
      defaultValue = "1",
      description = "Vectors of that length in a slice's result (${DEFAULT-VALUE}).")
  private int partialSums;

  @Option(
      names = "--transitions",
      defaultValue = "12",
      description = "Mean transitions of a trajectory (${DEFAULT-VALUE}).")
  private double transitions;

  @Option(
      names = "--node-spread",
      defaultValue = "0.1",
      description = "Spread of executors' speeds, as that of its logarithm (${DEFAULT-VALUE}).")
  private double nodeSpread;

  @Option(
      names = "--task-noise",
      defaultValue = "0.1",
      description = "Spread of slices' times, as that of its logarithm (${DEFAULT-VALUE}).")
  private double taskNoise;

  @Option(
      names = "--slow-share",
      defaultValue = "0",
      description = "Share of executors that are slow, 0 to 1 (${DEFAULT-VALUE}).")
  private double slowShare;

  @Option(
      names = "--slow-factor",
      defaultValue = "2",
      description = "How much slower those are (${DEFAULT-VALUE}).")
  private double slowFactor;

  @Option(
      names = "--failures",
      defaultValue = "0",
      description = "Failures per executor and hour (${DEFAULT-VALUE}).")
  private double failures;

  @Option(
      names = "--restart",
      defaultValue = "10",
      description = "Seconds until a failed executor is back (${DEFAULT-VALUE}).")
  private double restart;

  @Option(
      names = "--network",
      defaultValue = "10",
      description = "Gigabits per second of a link (${DEFAULT-VALUE}).")
  private double gigabits;

  @Option(
      names = "--latency",
      defaultValue = "0.1",
      description = "Milliseconds of a message (${DEFAULT-VALUE}).")
  private double latency;

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
          constants == null
              ? StepCostModel.standard()
              : Constants.read(constants, StepCostModel.standard());
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

  private Network network() {
    return new Network(gigabits * 1e9 / 8, latency * 1e-3);
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
    List<Measurement> runs = Measurements.read(fit, network(), partialSums);
    CostFit.Result result = CostFit.fit(runs, start, known);
    System.out.print(ScalingReport.fit(result, runs));
    write(Constants.write(result.model()));
  }

  private void simulate(StepCostModel costs) {
    List<SyncMode> parsed = modes.stream().map(SyncMode::parse).toList();
    List<ScalingStudy.Row> rows = study(costs).simulate(executors, parsed);
    System.out.print(ScalingReport.table(rows));
    for (SyncMode mode : parsed) {
      Optional<ScalingStudy.Row> first =
          rows.stream().filter(row -> row.mode().equals(mode) && row.isSaturated()).findFirst();
      System.out.println(ScalingReport.saturation(mode, first));
    }
    if (out != null) {
      write(out.toString().endsWith(".json") ? ScalingReport.json(rows) : ScalingReport.csv(rows));
    }
  }

  private ScalingStudy study(StepCostModel costs) {
    requireFrom("--batch", batch, 0);
    requireFrom("--batch-per-core", batchPerCore, 1);
    requireFrom("--slices-per-core", slicesPerCore, 1);
    boolean isShare = slowShare >= 0 && slowShare <= 1;
    UserException.unless(isShare, "--slow-share must be from 0 to 1, was " + slowShare);
    List<Integer> bad = new ArrayList<>(executors);
    bad.removeIf(count -> count >= 1 && count <= LARGEST_SHOWN);
    if (!bad.isEmpty()) {
      throw new UserException(
          "--executors must be from 1 to " + LARGEST_SHOWN + ", not " + bad.get(0));
    }
    ClusterSpec machines =
        new ClusterSpec(
            LARGEST_SHOWN,
            cores,
            network(),
            nodeSpread,
            (int) Math.round(slowShare * LARGEST_SHOWN),
            slowFactor,
            taskNoise,
            failures,
            restart);
    Workload step = new Workload(parameters, partialSums, 1, 1, transitions);
    return new ScalingStudy(costs, machines, step, batchPerCore, batch, slicesPerCore, jobs, seed);
  }

  private static void requireFrom(String option, int value, int least) {
    if (value < least) {
      throw new UserException(option + " must be at least " + least + ", was " + value);
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
