package org.gflownet.job.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gflownet.config.Comparison;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.common.GridOption;
import org.gflownet.job.common.MasterOption;
import org.gflownet.run.ExitCode;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.RunOptions;
import org.gflownet.spark.store.Lease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: several methods or settings, several seeds, one page. */
@Command(
    name = "compare",
    description = {
      "Runs methods side by side on one problem, one run per core, and writes what the papers"
          + " plot:",
      "measurements.csv and .parquet, ranking.csv and report.html. --grid crosses settings of any",
      "experiment. Each run is one that train could have made, in DIR/runs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "An interrupted comparison goes on with --resume: finished runs are kept, others go on from",
      "their checkpoints. A failed run is reported in its row and does not stop the others.",
      "",
      "Examples:",
      "  compare.sh conf/paper/grid-8x4.conf --set compare.budget=small",
      "  compare.sh conf/paper/grid-8x4.conf --out runs/paper --resume --master 'local[8]'",
      "  compare.sh conf/paper/grid-2d.conf",
      "  compare.sh conf/hypergrid-8x4.conf --grid train.lr=1e-4,1e-3 train.objective=fm,tb"
          + " --rank exact.tv"
    })
public final class CompareCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CONF",
      description = "Configuration file (HOCON), with or without a section compare.")
  private Path configFile;

  @Option(
      names = "--grid",
      paramLabel = "KEY=VALUE,VALUE",
      arity = "1..*",
      description = "Crosses settings: all combinations run. May be repeated.")
  private List<String> grid = new ArrayList<>();

  @Option(
      names = "--rank",
      paramLabel = "FIGURE",
      description = "Figure of metrics.jsonl to rank by, as exact.tv or modes.regions.")
  private String rank;

  @Mixin private RunOptions run;
  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    List<String> overrides = options.overrides();
    Comparison comparison = Comparison.load(configFile, overrides);
    List<PlannedRun> plan = ComparisonPlan.of(comparison, GridOption.cells(grid));
    String location = run.location(configFile);
    if (run.isDryRun()) {
      plan.forEach(
          planned ->
              System.out.println(
                  planned.name()
                      + (planned.problem() == null ? "" : "  cannot run: " + planned.problem())));
      System.out.println(plan.size() + " runs");
      return ExitCode.OK;
    }
    boolean resume = run.isResume();
    RunFolder folder = RunFolder.at(location, comparison.cluster().spark());
    if (!resume) {
      folder.requireNew(true);
    }
    Optional<GflownetConfig> any =
        plan.stream().map(PlannedRun::config).filter(Objects::nonNull).findFirst();
    Lease.Patience patience = resume ? Lease.Patience.FOR_SILENCE : Lease.Patience.NONE;
    if (any.isEmpty()) {
      return run(comparison, plan, folder, null);
    }
    try (RunFolder.Held held = folder.hold(any.get(), "compare", patience)) {
      return run(comparison, plan, held.folder(), held);
    }
  }

  private int run(
      Comparison comparison, List<PlannedRun> plan, RunFolder folder, RunFolder.Held held) {
    String location = folder.directory().location();
    return new ComparisonRun(comparison, plan, folder.directory(), rank, resumeCommand(location))
        .run(held);
  }

  private String resumeCommand(String location) {
    StringBuilder command = new StringBuilder("compare.sh ");
    command.append(MasterOption.quoted(configFile.toString()));
    command.append(" --out ").append(MasterOption.quoted(location));
    grid.forEach(cell -> command.append(" --grid ").append(MasterOption.quoted(cell)));
    if (rank != null) {
      command.append(" --rank ").append(rank);
    }
    return command.append(options.typed()).append(" --resume").toString();
  }
}
