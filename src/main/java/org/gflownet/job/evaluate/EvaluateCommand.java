package org.gflownet.job.evaluate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.job.common.MasterOption;
import org.gflownet.job.common.PolicyName;
import org.gflownet.run.ExitCode;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.EvaluationRewards;
import org.gflownet.run.evaluate.Evaluations;
import org.gflownet.run.evaluate.Pictures;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.run.setup.SharedMolecules;
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
    try (Session session = Session.start(config, "evaluate")) {
      evaluate(setup, checkpoint, session);
    }
    return ExitCode.OK;
  }

  private <S> void evaluate(Setup<S> setup, Checkpoint checkpoint, Session session) {
    GflownetConfig config = setup.config();
    EvaluationRewards rewards = new EvaluationRewards(config);
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(setup, setup.workers(), session, rewards)) {
      long start = System.nanoTime();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("step", checkpoint.counters().step());
      float[] parameters = policy.parameters(checkpoint);
      figures.putAll(evaluation.evaluate(parameters));
      figures.putAll(evaluation.samples(parameters));
      figures.putAll(SharedMolecules.figures(config, setup.problem()));
      figures.putAll(rewards.figures());
      figures.put("evaluation_seconds", (System.nanoTime() - start) * 1e-9);
      print(figures);
      if (!json) {
        Pictures.of(config, evaluation)
            .ifPresent(map -> System.out.println(Pictures.forTerminal(map)));
      }
    }
  }

  private void print(Map<String, Object> figures) {
    if (!json) {
      figures.forEach((name, value) -> System.out.printf(Locale.ROOT, "%-18s %s%n", name, value));
      return;
    }
    System.out.println(PlainJson.text(figures));
  }
}
