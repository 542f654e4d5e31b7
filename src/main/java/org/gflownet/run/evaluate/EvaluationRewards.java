package org.gflownet.run.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.EvaluationTasks;
import org.gflownet.eval.RewardFigures;
import org.gflownet.reward.RewardCounts;
import org.gflownet.run.RewardFailureException;
import org.gflownet.train.FailureLimit;

/**
 * What the evaluations of a run ask its reward for: counted apart from what training asks for, and
 * under the same limit of failures, over a window of their own.
 */
public final class EvaluationRewards implements EvaluationTasks.Account {
  private final RewardFigures figures = RewardFigures.ofEvaluations();
  private final boolean counts;
  private final double maxFailures;
  private final FailureLimit limit;

  public EvaluationRewards(GflownetConfig config) {
    this.counts = config.env().kind() == EnvConfig.Kind.MOLECULE;
    this.maxFailures = config.reward().maxFailures();
    this.limit = new FailureLimit(maxFailures);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RewardFailureException if too many objects have no score
   */
  @Override
  public void add(RewardCounts more) {
    figures.add(more);
    limit.add(more, false);
    if (limit.isPassed()) {
      throw new RewardFailureException(
          problem() + "; that is more than reward.max-failures = " + maxFailures);
    }
  }

  /** Whether the limit was passed. */
  public boolean isPassed() {
    return limit.isPassed();
  }

  /** How the limit was passed, in words. */
  public String problem() {
    return "in an evaluation " + limit.problem();
  }

  /** The counts as part of a run's reports and checkpoints. */
  public RewardFigures summary() {
    return figures;
  }

  /** The counts by name; none of rewards that do not count. */
  public Map<String, Object> figures() {
    Map<String, Object> all = new LinkedHashMap<>();
    if (counts) {
      figures.report(all);
    }
    return all;
  }
}
