package org.gflownet.run.evaluate;

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
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.Problem;
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
   * @param spark the context, or null where there is none
   * @param account of what its reward is asked for
   */
  public static <S> PolicyEvaluation<S> of(
      Problem<S> problem,
      GflownetConfig config,
      ConfiguredWorkers workers,
      JavaSparkContext spark,
      EvaluationTasks.Account account) {
    return new PolicyEvaluation<>(
        problem.environment(),
        problem.reward(),
        workers.engine().create(),
        ConfiguredWorkers.objective(config),
        problem.target(),
        logits(problem, workers, spark),
        new EvaluationTasks(executor(config, workers, spark), account),
        new PolicyEvaluation.Settings(
            config.seed(),
            config.eval().exactMaxStates(),
            config.eval().samples(),
            config.env().hasTrueParents(),
            config.reward().kind() == RewardConfig.Kind.ENV));
  }

  private static EvaluationExecutor executor(
      GflownetConfig config, ConfiguredWorkers workers, JavaSparkContext spark) {
    if (spark != null) {
      return new SparkEvaluation(spark, workers);
    }
    Master master = new Master(config.cluster().master());
    return new InProcessEvaluation(workers, master.isInProcess() ? master.numThreads() : 1);
  }

  private static <S> Function<float[], LogitSource> logits(
      Problem<S> problem, ConfiguredWorkers workers, JavaSparkContext spark) {
    long states = problem.numIndices().orElse(0);
    if (spark != null && states >= STATES_WORTH_A_JOB) {
      return parameters -> new SparkLogitSource(spark, workers, parameters, states);
    }
    FlowModel model = workers.engine().create();
    return parameters -> {
      model.load(parameters);
      return new ModelLogitSource<>(problem.enumerable().orElseThrow(), model);
    };
  }
}
