package org.gflownet.run.train;

import java.util.Locale;
import org.gflownet.config.ObjectiveConfig;
import org.gflownet.eval.LogZEstimate;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.eval.RewardFigures;
import org.gflownet.reward.RewardCounts;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.UserException;
import org.gflownet.train.FailureLimit;
import org.gflownet.train.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log Z at step 0 of {@code objective.log-z-init = auto}: from random paths that the run pays for.
 * They are visits, their rewards are reward calls of training, and their seconds are the run's; the
 * table of visited objects, which has a row for each trajectory of a step, does not have them.
 */
final class FirstLogZ {
  private static final Logger LOG = LoggerFactory.getLogger(FirstLogZ.class);

  private final PolicyEvaluation<?> evaluation;
  private final RewardFigures rewards;
  private final FailureLimit limit;
  private final double maxFailures;

  /**
   * The estimate of a run.
   *
   * @param evaluation whose tasks draw and score
   * @param rewards of training
   * @param limit of failures of training
   * @param maxFailures what it allows
   */
  FirstLogZ(
      PolicyEvaluation<?> evaluation,
      RewardFigures rewards,
      FailureLimit limit,
      double maxFailures) {
    this.evaluation = evaluation;
    this.rewards = rewards;
    this.limit = limit;
    this.maxFailures = maxFailures;
  }

  /**
   * Puts the estimate into a state at step 0, whose last parameter log Z is.
   *
   * @throws RewardFailureException if too many objects have no score
   * @throws UserException if no object has a reward above 0
   */
  void estimate(TrainingState state) {
    long start = System.nanoTime();
    LogZEstimate estimate = evaluation.randomLogZ(ObjectiveConfig.LOG_Z_PATHS, this::charge);
    if (!Double.isFinite(estimate.logZ())) {
      throw new UserException(
          "objective.log-z-init = auto: none of "
              + estimate.numPaths()
              + " random objects has a reward above 0; set it to a number");
    }
    state.begin(state.parameters().length - 1, (float) estimate.logZ());
    double seconds = (System.nanoTime() - start) * 1e-9;
    state.advance(0, estimate.numPaths(), estimate.numTransitions(), seconds);
    LOG.info(
        String.format(
            Locale.ROOT,
            "log Z starts from %.4f, estimated from %d random paths (standard error %.2g; low where"
                + " they miss the largest rewards)",
            estimate.logZ(),
            estimate.numPaths(),
            estimate.standardError()));
  }

  private void charge(RewardCounts counts) {
    rewards.add(counts);
    limit.add(counts, false);
    if (limit.isPassed()) {
      throw new RewardFailureException(
          "while objective.log-z-init = auto estimates log Z, "
              + limit.problem()
              + "; that is more than reward.max-failures = "
              + maxFailures);
    }
  }
}
