package org.gflownet.job.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.measure.ActionCounts;
import org.gflownet.measure.Bench;
import org.gflownet.measure.Comparison;
import org.gflownet.measure.DriverLoad;
import org.gflownet.measure.Executors;
import org.gflownet.measure.Machine;
import org.gflownet.measure.MeasurementReport;
import org.gflownet.measure.ModesQuality;
import org.gflownet.measure.Molecules;
import org.gflownet.measure.Plan;
import org.gflownet.measure.Quickstart;
import org.gflownet.measure.ScalingRuns;
import org.gflownet.measure.Scoring;
import org.gflownet.measure.SparkShare;
import org.gflownet.measure.TunedQuality;
import org.gflownet.measure.YardstickQuality;
import org.gflownet.measure.YardstickRates;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.run.score.MoleculeList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: whole-process comparisons on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures this project against a yardstick and against itself, in processes of their own, in",
      "turn (A B A B). Takes a quiet machine and, with all comparisons, an hour or two."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Comparisons: rates, quality and tuned (against the yardstick), spark (Spark's share of a",
      "step), modes (time to a quality of each way of synchronising), executors (1, 2, and 2 of",
      "which one is slow), actions (10 to 10,000 actions a state), quickstart (memory and"
          + " start-up),",
      "molecules (a second), fit (measurements.csv for the command scaling), scoring (the sEH"
          + " proxy",
      "beside a yardstick, and 1 and 2 executors; needs the three options --seh-*), driver"
          + " (driver.csv:",
      "what a step costs the driver by executors, tasks and floats; only where it is named).",
      "",
      "Examples:",
      "  bench.sh --out bench --yardstick ../shared/yardsticks/torch_hypergrid_fm.py",
      "  bench.sh --out bench --only spark,executors --runs 5",
      "  bench.sh --out bench --only driver --master spark://host:7077 --executors 1,4,16,32",
      "  bench.sh --out bench --only molecules --set env.vocabulary=blocks.json",
      "  bench.sh --out bench --only scoring --seh-yardstick"
          + " ../shared/yardsticks/torch_seh_score.py --seh-weights seh_proxy.npz --seh-table"
          + " seh_chembl.csv"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String SCORING = "scoring";
  private static final String DRIVER = "driver";
  private static final List<Comparison> AGAINST_YARDSTICK =
      List.of(new YardstickRates(), new YardstickQuality(), new TunedQuality());

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New folder for bench.md, bench.json, run folders and logs.")
  private Path out;

  @Option(
      names = "--yardstick",
      paramLabel = "FILE",
      description = "Python program to compare with; without it those comparisons are left out.")
  private Path yardstick;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "python3",
      description = "Its interpreter (${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Comparisons to make; all otherwise.")
  private List<String> only = List.of();

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "Runs of each side (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Training of a run whose rate is measured (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--limit",
      defaultValue = "60",
      description =
          "Seconds of training after which a quality counts as not reached (${DEFAULT-VALUE}).")
  private double limit;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "For the molecules to train on, such as vocabulary and reward; repeatable.")
  private List<String> molecules = List.of();

  @Option(
      names = "--seh-yardstick",
      paramLabel = "FILE",
      description = "Python program to compare scoring with.")
  private Path sehYardstick;

  @Option(
      names = "--seh-weights",
      paramLabel = "FILE",
      description = "Weights of the sEH proxy as .npz, which the yardstick reads too.")
  private Path sehWeights;

  @Option(
      names = "--seh-table",
      paramLabel = "FILE",
      description = "Table with the molecules to score in its column smiles, ignoring case.")
  private Path sehTable;

  @Mixin private DriverOptions driver;

  // Of the process that the comparison driver starts through spark-submit.
  @Option(names = "--probe-here", hidden = true, description = "Runs the probe in this process.")
  private boolean probeHere;

  @Option(names = "--scripts", hidden = true, description = "Folder of the scripts.")
  private Path scripts = Path.of("submit-scripts");

  @Override
  public Integer call() throws InterruptedException {
    if (probeHere) {
      driver.check();
      new DriverCells(driver, out.resolve(DriverLoad.FILE)).run();
      return ExitCode.OK;
    }
    check();
    boolean compare = yardstick != null && Files.isRegularFile(yardstick);
    List<String> program =
        compare ? List.of(python, yardstick.toAbsolutePath().toString()) : List.of();
    Plan plan = new Plan(runs, seconds, limit, program);
    Bench bench = new Bench(scripts, out);
    MeasurementReport report =
        new MeasurementReport(
            out, Machine.facts(BuildInfo.version() + ", commit " + BuildInfo.commit()));
    for (Comparison comparison : AGAINST_YARDSTICK) {
      if (wanted(comparison) && !compare) {
        System.err.println(
            "gflownet: left out "
                + comparison.name()
                + ": "
                + (yardstick == null ? "no --yardstick" : "no file " + yardstick)
                + " to compare with");
      } else if (wanted(comparison)) {
        run(comparison, bench, plan, report);
      }
    }
    for (Comparison comparison : againstItself()) {
      if (wanted(comparison)) {
        run(comparison, bench, plan, report);
      }
    }
    if (only.isEmpty() || only.contains(SCORING)) {
      if (sehYardstick == null || sehWeights == null || sehTable == null) {
        System.err.println("gflownet: left out scoring: it takes all three options --seh-*");
      } else {
        run(scoring(), bench, plan, report);
      }
    }
    if (only.contains(DRIVER)) {
      System.out.print(
          new DriverComparison(driver, out).run(load -> run(load, bench, plan, report)));
    }
    System.out.println();
    System.out.print(report.markdown());
    return ExitCode.OK;
  }

  private List<Comparison> againstItself() {
    return List.of(
        new SparkShare(),
        new ModesQuality(),
        new Executors(),
        new ActionCounts(),
        new Quickstart(),
        new Molecules(molecules),
        new ScalingRuns());
  }

  private Comparison scoring() {
    List<String> ours =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            ScoringRate.class.getName());
    List<String> other = List.of(python, sehYardstick.toAbsolutePath().toString());
    return new Scoring(ours, other, sehWeights.toAbsolutePath().toString(), molecules(sehTable));
  }

  /** Distinct molecules of a table, in its order, as far as they can be read. */
  private static List<String> molecules(Path file) {
    Set<String> smiles = new LinkedHashSet<>(MoleculeList.of(file.toString()));
    smiles.removeIf(text -> !isMolecule(text));
    UserException.unless(!smiles.isEmpty(), "--seh-table " + file + ": has no molecule");
    return List.copyOf(smiles);
  }

  private static boolean isMolecule(String smiles) {
    try {
      return MoleculeReader.parse(smiles).numAtoms() > 0;
    } catch (InvalidMoleculeException e) {
      return false;
    }
  }

  private static void run(Comparison comparison, Bench bench, Plan plan, MeasurementReport report)
      throws InterruptedException {
    System.err.println("gflownet: " + comparison.name());
    comparison.run(
        bench,
        plan,
        figure -> {
          report.add(figure);
          System.err.println("  " + MeasurementReport.row(figure));
        });
  }

  private boolean wanted(Comparison comparison) {
    return only.isEmpty() || only.contains(comparison.name());
  }

  private void check() {
    List<String> names =
        Stream.concat(AGAINST_YARDSTICK.stream(), againstItself().stream())
            .map(Comparison::name)
            .collect(Collectors.toCollection(ArrayList::new));
    names.add(SCORING);
    names.add(DRIVER);
    for (String name : only) {
      UserException.unless(
          names.contains(name), "--only " + name + ": takes " + String.join(", ", names));
    }
    driver.check();
    UserException.unless(
        driver.master() == null || only.contains(DRIVER), "--master is for --only driver");
    UserException.unless(runs >= 1 && runs <= 100, "--runs " + runs + ": takes 1 to 100");
    UserException.unless(
        seconds >= 1 && seconds <= 3600, "--seconds " + seconds + ": takes 1 to 3600");
    UserException.unless(limit >= 1 && limit <= 86400, "--limit " + limit + ": takes 1 to 86400");
    UserException.unless(
        Files.isExecutable(scripts.resolve("train.sh")),
        "--scripts " + scripts + ": has no train.sh; start this through bench.sh");
    UserException.unless(
        !Files.exists(out), "--out " + out + ": exists; name a new folder or remove that one");
  }
}
