package org.gflownet.run.setup;

import java.util.Arrays;
import java.util.function.Function;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ObjectiveConfig;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.molecule.BuildSteps;
import org.gflownet.eval.EvaluationWorker;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.VisitedRowRecorder;
import org.gflownet.math.IntList;
import org.gflownet.model.FlowModel;
import org.gflownet.objective.DetailedBalance;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.LogVariance;
import org.gflownet.objective.Objective;
import org.gflownet.objective.SubTrajectoryBalance;
import org.gflownet.objective.TrajectoryBalance;
import org.gflownet.spark.SparkLogitSource;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.VisitedRecorder;

/**
 * Makes what tasks need from the text of the resolved configuration, which is all that travels to
 * executors beside the choice of the engine.
 *
 * @param configText the resolved configuration
 * @param engine chosen on the driver
 * @param key of the run
 */
public record ConfiguredWorkers(String configText, FlowModel.Factory engine, String key)
    implements RolloutWorker.Factory,
        EvaluationWorker.Factory,
        SampleRows.Factory,
        SparkLogitSource.Factory {

  private GflownetConfig config() {
    return ConfigLoader.parse(configText, "the driver's configuration");
  }

  /** The objective of a configuration. */
  public static Objective objective(GflownetConfig config) {
    ObjectiveConfig objective = config.objective();
    return switch (config.train().objective()) {
      case FM ->
          new FlowMatching(objective.eps(), objective.terminalWeight(), objective.reduction());
      case DB -> new DetailedBalance(false);
      case TB -> new TrajectoryBalance(config.condition().isUsed());
      case SUBTB -> new SubTrajectoryBalance(objective.lambda(), false);
      case LOG_VARIANCE -> new LogVariance();
      case FL_DB -> new DetailedBalance(true);
      case FL_SUBTB -> new SubTrajectoryBalance(objective.lambda(), true);
    };
  }

  @Override
  public RolloutWorker<?> create() {
    GflownetConfig config = config();
    return worker(Problem.of(config), config);
  }

  private <S> RolloutWorker<S> worker(Problem<S> problem, GflownetConfig config) {
    Network network = new Network(config, problem);
    return new RolloutWorker<>(
        problem.environment(),
        problem.reward(),
        engine.create(),
        objective(config),
        network::newUpdater,
        config.visited().enabled()
            ? new VisitedRowRecorder<>(problem.columns(), problem.reward())
            : VisitedRecorder.none(),
        problem.offPolicy(config),
        config.exploration().localSearch().settings());
  }

  @Override
  public EvaluationWorker<?> createEvaluation() {
    return evaluation(Problem.of(config()));
  }

  private <S> EvaluationWorker<S> evaluation(Problem<S> problem) {
    return new EvaluationWorker<>(problem.environment(), problem.reward(), engine.create());
  }

  @Override
  public CountedSource<?> create(float[] parameters) {
    return source(Problem.of(config()), parameters);
  }

  @Override
  public SampleRows<?> rows(float[] parameters) {
    return rows(Problem.of(config()), parameters, null);
  }

  /** Sources of rows of molecules with the actions that built them. */
  public SampleRows.Factory withActions() {
    return new WithActions(this);
  }

  private <S> SampleRows<S> rows(
      Problem<S> problem, float[] parameters, Function<int[], String> actionText) {
    return new SampleRows<>(
        problem.environment(), problem.reward(), loaded(parameters), problem.columns(), actionText);
  }

  private <S> CountedSource<S> source(Problem<S> problem, float[] parameters) {
    EnumerableEnvironment<S> environment = problem.enumerable().orElseThrow();
    return new CountedSource<>(
        environment, new ModelLogitSource<>(environment, loaded(parameters)));
  }

  private FlowModel loaded(float[] parameters) {
    FlowModel model = engine.create();
    model.load(parameters);
    return model;
  }

  private record WithActions(ConfiguredWorkers workers) implements SampleRows.Factory {
    @Override
    public SampleRows<?> rows(float[] parameters) {
      Problem<?> problem = Problem.of(workers.config());
      BuildSteps steps = new BuildSteps(Vocabularies.of(problem.environment()).orElseThrow());
      return workers.rows(problem, parameters, steps::text);
    }
  }

  /** Cuts the logits of a range to their number. */
  record CountedSource<S>(EnumerableEnvironment<S> environment, ModelLogitSource<S> source)
      implements SparkLogitSource.CountedLogits {

    @Override
    public float[] exactLogits(long from, long to) {
      float[] logits = source.logits(from, to);
      IntList actions = new IntList();
      int count = 0;
      for (long index = from; index < to; index++) {
        actions.clear();
        environment.stateAt(index).ifPresent(state -> environment.forwardActions(state, actions));
        count += actions.size();
      }
      return Arrays.copyOf(logits, count);
    }
  }
}
