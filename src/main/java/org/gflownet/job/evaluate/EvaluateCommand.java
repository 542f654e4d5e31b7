package org.gflownet.job.evaluate;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.gflownet.job.common.MasterOption;
import org.gflownet.job.common.PolicyName;
import org.gflownet.run.ExitCode;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.CheckpointEvaluation;
import org.gflownet.run.evaluate.Pictures;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.StoredPolicy;
import org.gflownet.run.setup.Session;
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
    StoredPolicy stored = StoredPolicy.of(RunFolder.at(run), options.overrides(), step);
    CheckpointEvaluation.Figures figures;
    try (Session session = Session.start(stored.config(), "evaluate")) {
      figures =
          CheckpointEvaluation.figures(
              stored.setup(), policy.parameters(stored.checkpoint()), stored.step(), session);
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
