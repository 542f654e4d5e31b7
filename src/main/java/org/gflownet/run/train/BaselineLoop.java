package org.gflownet.run.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gflownet.baseline.BaselineRule;
import org.gflownet.baseline.ChainMethod;
import org.gflownet.baseline.GeneticMethod;
import org.gflownet.baseline.InProcessSliceExecutor;
import org.gflownet.baseline.Method;
import org.gflownet.baseline.PpoLoss;
import org.gflownet.baseline.PpoMethod;
import org.gflownet.baseline.PpoSettings;
import org.gflownet.baseline.ProposalLearner;
import org.gflownet.baseline.RandomMethod;
import org.gflownet.baseline.SliceExecutor;
import org.gflownet.baseline.SliceWorker;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MethodConfig;
import org.gflownet.run.setup.ConfiguredSlices;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.ExecutorMemory;
import org.gflownet.spark.LongJobs;
import org.gflownet.spark.SparkSliceExecutor;
import org.gflownet.spark.VisitedSpool;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Execution;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;

/**
 * The loop of a baseline.
 *
 * @param execution of its slices
 * @param rule its steps
 */
record BaselineLoop(Execution execution, BaselineRule rule) implements Loop {

  /**
   * The loop of the configured method.
   *
   * @param memory of the executors, if it is watched
   * @param spool by which tasks keep many visited objects themselves
   */
  static <S> BaselineLoop of(
      Setup<S> setup,
      Session session,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    ConfiguredSlices workers =
        new ConfiguredSlices(setup.config().render(), setup.engine(), UUID.randomUUID().toString());
    SliceExecutor executor =
        session.choose(
            spark ->
                LongJobs.<SliceWorker>where(
                        spark,
                        workers.key(),
                        workers::createSlice,
                        setup.config().train().slices(),
                        setup.config().train().stepsPerJob().orElse(0))
                    .<SliceExecutor>map(InProcessSliceExecutor::new)
                    .orElseGet(() -> new SparkSliceExecutor(spark, workers, memory, spool)),
            threads -> new InProcessSliceExecutor(workers, threads));
    return new BaselineLoop(executor, new BaselineRule(method(setup, executor)));
  }

  private static <S> Method method(Setup<S> setup, SliceExecutor executor) {
    GflownetConfig config = setup.config();
    Problem<S> problem = setup.problem();
    return switch (config.method().name()) {
      case MCMC, MARS -> new ChainMethod(ConfiguredSlices.chains(config), executor, learner(setup));
      case PPO ->
          new PpoMethod<>(
              problem.environment(),
              setup.engine().create(),
              problem.network().valueUnit(),
              ppo(config),
              executor);
      case RANDOM -> new RandomMethod<>(problem.environment(), executor, config.train().slices());
      case GA ->
          new GeneticMethod(problem.environment(), ConfiguredSlices.genetic(config), executor);
      case GFLOWNET -> throw new IllegalArgumentException("a GFlowNet is no baseline");
    };
  }

  private static <S> Optional<ProposalLearner<?>> learner(Setup<S> setup) {
    GflownetConfig config = setup.config();
    if (!config.method().learns()) {
      return Optional.empty();
    }
    MethodConfig.Mars mars = config.method().mars();
    return Optional.of(
        new ProposalLearner<>(
            setup.problem().environment(),
            setup.engine().create(),
            new ProposalLearner.Settings(
                config.seed(),
                mars.updates(),
                mars.minibatch(),
                mars.memory(),
                config.train().lrOverRun())));
  }

  private static PpoSettings ppo(GflownetConfig config) {
    MethodConfig.Ppo ppo = config.method().ppo();
    return new PpoSettings(
        config.seed(),
        ConfiguredSlices.share(config),
        ppo.updates(),
        ppo.minibatch(),
        ppo.advantage(),
        new PpoLoss(ppo.clip(), ppo.valueWeight(), ppo.entropy()),
        config.train().lrOverRun(),
        config.train().gradientClip());
  }

  @Override
  public List<TrainingListener> tracked() {
    return List.of(rule);
  }

  @Override
  public long rewardCalls(long visited) {
    return rule.rewardCalls();
  }

  @Override
  public void report(Map<String, Object> figures) {
    rule.report(figures);
  }

  @Override
  public Trainer trainer(BudgetMeter meter, List<TrainingListener> listeners) {
    return new Trainer(meter, state -> rule, listeners);
  }
}
