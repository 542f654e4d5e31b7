package org.gflownet.job.evaluate;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.common.MasterOption;
import org.gflownet.job.common.PolicyName;
import org.gflownet.run.ExitCode;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.CheckpointEvaluation;
import org.gflownet.run.evaluate.Pictures;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.train.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evaluate}: a checkpoint against the exact distribution. */
@Command(
    name = "evaluate",
    description = {
      "Compares a trained policy with R/Z: exactly where the states can be enumerated",
      "(eval.exact-max-states), by bounds from samples otherwise."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  evaluate.sh runs/quickstart",
      "  evaluate.sh runs/quickstart --step 500 --json",
      "  evaluate.sh runs/molecules-qed --policy random"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder, a path or URI.")
  private String run;

  @Option(names = "--step", paramLabel = "N", description = "Checkpoint; the newest otherwise.")
  private Long step;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "trained",
      description = "trained, or random: every legal action alike, to compare with.")
  private PolicyName policy;

  @Option(names = "--json", description = "Prints one JSON object and nothing else.")
  private boolean json;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.at(run);
    GflownetConfig config = folder.config(options.overrides());
    folder.requireSameRun(config, true);
    folder.requirePolicy(config);
    Setup<?> setup = Setup.of(config);
    Checkpoint checkpoint = folder.checkpoint(setup, step);
    CheckpointEvaluation.Figures figures;
    try (Session session = Session.start(config, "evaluate")) {
      figures =
          CheckpointEvaluation.figures(
              setup, policy.parameters(checkpoint), checkpoint.counters().step(), session);
    }
    if (json) {
      System.out.println(PlainJson.text(figures.values()));
    } else {
      figures
          .values()
          .forEach((name, value) -> System.out.printf(Locale.ROOT, "%-18s %s%n", name, value));
      figures.picture().ifPresent(map -> System.out.println(Pictures.forTerminal(map)));
    }
    return ExitCode.OK;
  }
}
