package org.gflownet.run.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gflownet.config.BudgetConfig;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.eval.MetricsListener;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.eval.RewardFigures;
import org.gflownet.eval.TableSchema;
import org.gflownet.eval.VisitedObjects;
import org.gflownet.eval.VisitedRewards;
import org.gflownet.eval.VisitedSummary;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.evaluate.EvaluationRewards;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.RunLogs;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Setup;
import org.gflownet.train.Budget;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Cadence;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointListener;
import org.gflownet.train.CheckpointStore;
import org.gflownet.train.FailureLimit;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;
import org.gflownet.train.VisitedTableListener;

/**
 * The steps of a run with all that watches them: reports, the table of visited objects, limits and
 * checkpoints. For one run; not thread-safe.
 *
 * @param <S> the state
 */
final class WatchedSteps<S> {
  private final GflownetConfig config;
  private final RunFolder folder;
  private final Problem<S> problem;
  private final ModelCodec codec;
  private final PolicyEvaluation<S> evaluation;
  private final EvaluationRewards evaluationRewards;
  private final Loop loop;
  private final Consumer<Map<String, Object>> watcher;
  private final RewardFigures trainingRewards = RewardFigures.ofTraining();
  private final FailureLimit limit;

  /**
   * Where the steps begin.
   *
   * @param state at step 0; advanced in place
   * @param checkpoint to continue from, if there is one
   * @param store of checkpoints
   * @param table of visited objects, if it is kept
   */
  record Start(
      TrainingState state,
      Optional<Checkpoint> checkpoint,
      CheckpointStore store,
      Optional<VisitedTableListener> table) {}

  /**
   * The steps of a loop, watched by what the configuration asks for.
   *
   * @param watcher told of each report's figures, too
   */
  WatchedSteps(
      Setup<S> setup,
      RunFolder folder,
      PolicyEvaluation<S> evaluation,
      EvaluationRewards evaluationRewards,
      Loop loop,
      Consumer<Map<String, Object>> watcher) {
    this.config = setup.config();
    this.folder = folder;
    this.problem = setup.problem();
    this.codec = setup.network().codec();
    this.evaluation = evaluation;
    this.evaluationRewards = evaluationRewards;
    this.loop = loop;
    this.watcher = watcher;
    this.limit = new FailureLimit(config.reward().maxFailures());
  }

  /**
   * Runs until the budget is spent, a stop is asked for, or rewards fail too often.
   *
   * @param timed wraps listeners to time them
   * @param stop asked between steps
   * @return whether the budget is spent
   */
  boolean run(Start start, UnaryOperator<List<TrainingListener>> timed, BooleanSupplier stop) {
    TrainingState state = start.state();
    BudgetMeter meter = meter(state);
    ProgressListener progress =
        new ProgressListener(config.progress().mode(), budget(config.train()), meter);
    try (RunLogs logs = new RunLogs(config, folder.directory(), codec)) {
      MetricsListener metrics =
          new MetricsListener(
              this::figures,
              visited(),
              cadence(config.eval().reports(), config.eval().every(), meter),
              figures -> {
                loop.report(figures);
                logs.add(figures, state, meter.progress(state));
                progress.report(figures);
                watcher.accept(figures);
              });
      CheckpointListener checkpoints = checkpoints(start, metrics, meter);
      if (start.checkpoint().isPresent()) {
        checkpoints.restore(start.checkpoint().get(), state);
      } else if (config.estimatesLogZ()) {
        new FirstLogZ(evaluation, trainingRewards, limit, config.reward().maxFailures())
            .estimate(state);
      }
      // Also at step 0, where a run that ended before its first checkpoint begins anew.
      logs.resumeAt(state.step());
      List<TrainingListener> listeners = new ArrayList<>(List.of(metrics, progress, limit));
      start.table().ifPresent(listeners::add);
      listeners.add(checkpoints);
      boolean completed =
          loop.trainer(meter, timed.apply(listeners))
              .run(state, () -> stop.getAsBoolean() || rewardProblem().isPresent());
      if (rewardProblem().isEmpty()) {
        logs.ended(completed, state);
      }
      return completed;
    }
  }

  /** Why the rewards of training or of an evaluation failed too often, if they did. */
  Optional<String> rewardProblem() {
    if (limit.isPassed()) {
      return Optional.of(limit.problem());
    }
    return evaluationRewards.isPassed()
        ? Optional.of(evaluationRewards.problem())
        : Optional.empty();
  }

  private BudgetMeter meter(TrainingState state) {
    return new BudgetMeter(
        budget(config.train()),
        () ->
            countsRewards()
                ? trainingRewards.calls()
                : loop.rewardCalls(state.counters().trajectories()),
        Loop.Gflownet.settings(config).staleness());
  }

  private CheckpointListener checkpoints(Start start, MetricsListener metrics, BudgetMeter meter) {
    List<TrainingListener> tracked = new ArrayList<>(List.of(metrics));
    tracked.addAll(loop.tracked());
    start.table().ifPresent(tracked::add);
    if (countsRewards()) {
      tracked.add(limit);
    }
    return new CheckpointListener(
        start.store(),
        cadence(config.checkpoint().saves(), config.checkpoint().every(), meter),
        config.seed(),
        config.render(),
        meter,
        tracked,
        () -> config.checkpoint().keepBest() ? metrics.bestStep() : OptionalLong.empty());
  }

  private static Budget budget(TrainConfig train) {
    BudgetConfig limits = train.budget();
    return new Budget(train.steps(), limits.visited(), limits.rewardCalls(), limits.seconds());
  }

  private static Cadence cadence(OptionalInt times, long every, BudgetMeter meter) {
    return times.isPresent()
        ? Cadence.overBudget(times.getAsInt(), meter)
        : Cadence.everySteps(every);
  }

  /** What can be said of the policy, if there is one; of log Z only a GFlowNet says anything. */
  private Map<String, Double> figures(float[] parameters) {
    if (!config.method().hasPolicy()) {
      return Map.of();
    }
    Map<String, Double> figures;
    try {
      figures = evaluation.evaluate(parameters);
    } catch (RewardFailureException e) {
      return Map.of(); // The loop looks at the limit and ends with a checkpoint.
    }
    if (config.method().isBaseline()) {
      figures.remove("log_z");
      figures.remove("exact.log_z_error");
    }
    return figures;
  }

  private List<VisitedSummary> visited() {
    List<VisitedSummary> summaries = new ArrayList<>();
    if (countsRewards()) {
      summaries.add(trainingRewards);
      summaries.add(evaluationRewards.summary());
    }
    TableSchema schema = TableSchema.visited(problem.columns());
    if (config.visited().enabled() && problem.columns().types().get(0) == String.class) {
      summaries.add(new VisitedRewards(schema));
    }
    if (problem.numIndices().isPresent() && problem.modes().isPresent()) {
      summaries.add(visitedStates());
    }
    return summaries;
  }

  private VisitedObjects<S> visitedStates() {
    return new VisitedObjects<>(
        problem.enumerable().orElseThrow(),
        problem.modes().get(),
        // What is visited is for all exponents, the target for one.
        config.condition().isUsed() ? Optional.empty() : evaluation.target(),
        config.eval().window());
  }

  /** Whether its reward counts what it is asked for. */
  private boolean countsRewards() {
    return config.env().kind() == EnvConfig.Kind.MOLECULE;
  }
}
