package org.gflownet.run.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.report.HeatMap;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.run.setup.SharedMolecules;
import org.gflownet.train.Checkpoint;

/** Evaluations of one checkpoint outside of training: the bodies of {@code evaluate} and report. */
public final class CheckpointEvaluation {
  private CheckpointEvaluation() {}

  /**
   * What is known of a policy.
   *
   * @param values of its figures by name, in the order in which they are shown
   * @param picture of learned against true distribution, where both are known
   */
  public record Figures(Map<String, Object> values, Optional<HeatMap> picture) {}

  /**
   * Figures of a policy.
   *
   * @param parameters of the policy
   * @param step that they are from
   */
  public static <S> Figures figures(
      Setup<S> setup, float[] parameters, long step, Session session) {
    GflownetConfig config = setup.config();
    EvaluationRewards rewards = new EvaluationRewards(config);
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(setup, setup.workers(), session, rewards)) {
      long start = System.nanoTime();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("step", step);
      values.putAll(evaluation.evaluate(parameters));
      values.putAll(evaluation.samples(parameters));
      values.putAll(SharedMolecules.figures(config, setup.problem()));
      values.putAll(rewards.figures());
      values.put("evaluation_seconds", (System.nanoTime() - start) * 1e-9);
      return new Figures(values, Pictures.of(config, evaluation));
    }
  }

  /** Writes what the report shows of a checkpoint into the folder of its run. */
  public static <S> void write(
      Setup<S> setup, RunFolder folder, Checkpoint checkpoint, Session session) {
    EvaluationRewards rewards = new EvaluationRewards(setup.config());
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(setup, setup.workers(), session, rewards)) {
      if (setup.config().method().hasPolicy()) {
        evaluation.evaluate(checkpoint.policyParameters());
      }
      new RunEvaluation<>(setup, evaluation, rewards, folder, setup.engine().create(), session)
          .write(checkpoint.policyParameters(), checkpoint.counters().step());
    }
  }
}
