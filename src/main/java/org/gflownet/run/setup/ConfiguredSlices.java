package org.gflownet.run.setup;

import org.gflownet.baseline.ChainSettings;
import org.gflownet.baseline.ChainWorker;
import org.gflownet.baseline.EditMoves;
import org.gflownet.baseline.GeneticSettings;
import org.gflownet.baseline.GeneticWorker;
import org.gflownet.baseline.GridMoves;
import org.gflownet.baseline.Share;
import org.gflownet.baseline.SliceWorker;
import org.gflownet.baseline.TrajectoryWorker;
import org.gflownet.baseline.UniformModel;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.MethodConfig;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.eval.VisitedRowRecorder;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.VisitedRecorder;

/**
 * Makes the workers of baselines from the text of the resolved configuration, which is all that
 * travels to executors beside the choice of the engine.
 *
 * @param configText the resolved configuration
 * @param engine chosen on the driver
 * @param key of the run
 */
public record ConfiguredSlices(String configText, FlowModel.Factory engine, String key)
    implements SliceWorker.Factory {

  /** How the trajectories, chains or offspring of a step are shared. */
  public static Share share(GflownetConfig config) {
    MethodConfig method = config.method();
    int count =
        switch (method.name()) {
          case MCMC -> method.mcmc().chains();
          case MARS -> method.mars().chains();
          case PPO -> method.ppo().trajectories();
          case GA -> method.ga().offspring();
          case RANDOM, GFLOWNET -> config.train().batch();
        };
    return new Share(count, config.train().slices());
  }

  /** How the chains of {@code mcmc} or {@code mars} run. */
  public static ChainSettings chains(GflownetConfig config) {
    MethodConfig.Mcmc mcmc = config.method().mcmc();
    MethodConfig.Mars mars = config.method().mars();
    return config.method().name() == MethodConfig.Name.MCMC
        ? new ChainSettings(
            config.seed(), share(config), mcmc.moves(), mcmc.burnIn(), Schedule.constant(1.0))
        : new ChainSettings(
            config.seed(), share(config), mars.moves(), mars.burnIn(), mars.temperatureOverRun());
  }

  /** How the genetic algorithm runs. */
  public static GeneticSettings genetic(GflownetConfig config) {
    MethodConfig.Ga ga = config.method().ga();
    return new GeneticSettings(
        config.seed(),
        share(config),
        ga.population(),
        ga.tournament(),
        ga.crossoverRate(),
        ga.mutationRate(),
        ga.tries());
  }

  @Override
  public SliceWorker createSlice() {
    GflownetConfig config = ConfigLoader.parse(configText, "the driver's configuration");
    return worker(Problem.of(config), config);
  }

  private <S> SliceWorker worker(Problem<S> problem, GflownetConfig config) {
    FlowModel model = config.method().learns() ? engine.create() : new UniformModel();
    return switch (config.method().name()) {
      case MCMC -> grid(problem, config);
      case MARS ->
          new ChainWorker<>(
              problem.environment(),
              problem.reward(),
              new EditMoves<>(problem.environment(), model),
              chains(config),
              objects(problem, config));
      case GA ->
          new GeneticWorker<>(
              varied(problem), problem.reward(), genetic(config), objects(problem, config));
      case PPO, RANDOM, GFLOWNET ->
          new TrajectoryWorker<>(
              problem.environment(),
              problem.reward(),
              model,
              share(config),
              config.seed(),
              config.visited().enabled()
                  ? new VisitedRowRecorder<>(problem.columns(), problem.reward())
                  : VisitedRecorder.none());
    };
  }

  private static <S> ObjectRecorder<S> objects(Problem<S> problem, GflownetConfig config) {
    return config.visited().enabled()
        ? new VisitedRowRecorder<>(problem.columns(), problem.reward())
        : ObjectRecorder.none();
  }

  /** The configuration sees to it that objects can be crossed. */
  private static <S> VariedEnvironment<S> varied(Problem<S> problem) {
    return (VariedEnvironment<S>) problem.environment();
  }

  /** The configuration sees to it that this is a grid. */
  @SuppressWarnings("unchecked")
  private static SliceWorker grid(Problem<?> unknown, GflownetConfig config) {
    Problem<GridState> problem = (Problem<GridState>) unknown;
    HypergridEnvironment grid = (HypergridEnvironment) problem.environment();
    return new ChainWorker<>(
        grid, problem.reward(), new GridMoves(grid), chains(config), objects(problem, config));
  }
}
