package org.gflownet.run.evaluate;

import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.eval.EvaluationExecutor;
import org.gflownet.eval.EvaluationTasks;
import org.gflownet.eval.InProcessEvaluation;
import org.gflownet.eval.LogitSource;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.model.FlowModel;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.SparkEvaluation;
import org.gflownet.spark.SparkLogitSource;

/** Makes policy evaluations that use Spark where there is enough to do. */
public final class Evaluations {
  /** Below this many states a Spark job costs more than it saves. */
  private static final long STATES_WORTH_A_JOB = 50_000;

  private Evaluations() {}

  /**
   * An evaluation, which its user closes.
   *
   * @param workers of the same setup
   * @param account of what its reward is asked for
   */
  public static <S> PolicyEvaluation<S> of(
      Setup<S> setup, ConfiguredWorkers workers, Session session, EvaluationTasks.Account account) {
    GflownetConfig config = setup.config();
    Problem<S> problem = setup.problem();
    EvaluationExecutor executor =
        session.choose(
            spark -> new SparkEvaluation(spark, workers),
            threads -> new InProcessEvaluation(workers, threads));
    return new PolicyEvaluation<>(
        problem.environment(),
        problem.reward(),
        workers.engine().create(),
        ConfiguredWorkers.objective(config),
        problem.target(),
        logits(problem, workers, session),
        new EvaluationTasks(executor, account),
        new PolicyEvaluation.Settings(
            config.seed(),
            config.eval().exactMaxStates(),
            config.eval().samples(),
            config.env().hasTrueParents(),
            config.reward().kind() == RewardConfig.Kind.ENV));
  }

  private static <S> Function<float[], LogitSource> logits(
      Problem<S> problem, ConfiguredWorkers workers, Session session) {
    long states = problem.numIndices().orElse(0);
    Optional<JavaSparkContext> spark =
        session.spark().filter(context -> states >= STATES_WORTH_A_JOB);
    if (spark.isPresent()) {
      return parameters -> new SparkLogitSource(spark.get(), workers, parameters, states);
    }
    FlowModel model = workers.engine().create();
    return parameters -> {
      model.load(parameters);
      return new ModelLogitSource<>(problem.enumerable().orElseThrow(), model);
    };
  }
}
