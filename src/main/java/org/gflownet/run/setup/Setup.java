package org.gflownet.run.setup;

import java.util.Map;
import java.util.UUID;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.config.ModelConfig;
import org.gflownet.model.FlowModel;
import org.gflownet.run.UserException;

/**
 * A configuration and what its names stand for: made once by whoever starts something, and passed
 * on from there. Driver only.
 *
 * @param <S> the state
 */
public final class Setup<S> {
  private final GflownetConfig config;
  private final Problem<S> problem;
  private final Network network;
  private FlowModel.Factory engine;

  private Setup(GflownetConfig config, Problem<S> problem) {
    this.config = config;
    this.problem = problem;
    this.network = new Network(config, problem);
  }

  /**
   * The setup of a configuration as it is, for example of a run folder's.
   *
   * @throws UserException if a name stands for nothing, or a file cannot be used
   */
  public static Setup<?> of(GflownetConfig config) {
    return of(config, Problem.of(config));
  }

  /** The setup of a configuration whose problem is made already. */
  public static <S> Setup<S> of(GflownetConfig config, Problem<S> problem) {
    return new Setup<>(config, problem);
  }

  /**
   * The configuration of a new run: digests of its files are noted, and where the engine is left
   * open it is chosen, to stay the same over resumes.
   *
   * @throws UserException if a name stands for nothing, or a file or the engine cannot be used
   * @throws InvalidConfigException if what is chosen does not go with the other settings
   */
  public static GflownetConfig resolved(GflownetConfig config) {
    GflownetConfig exact = NamedFiles.withDigests(config);
    // Chosen by the shape of the network, before there is the setup of the run: what a JVM shares
    // goes by the whole configuration.
    return config.model().engine() == ModelConfig.Engine.AUTO
        ? withEngine(exact, of(exact).engine().engine())
        : exact;
  }

  /** A configuration with its engine chosen. */
  public static GflownetConfig withEngine(GflownetConfig config, String name) {
    return ConfigLoader.with(config, Map.of("model.engine", name), "the resolved configuration");
  }

  /** The settings. */
  public GflownetConfig config() {
    return config;
  }

  /** Environment and reward. */
  public Problem<S> problem() {
    return problem;
  }

  /** The network with its optimiser and file format. */
  public Network network() {
    return network;
  }

  /**
   * The engine of the network, for driver and executors.
   *
   * @throws UserException if it does not run on this machine
   */
  public synchronized FlowModel.Factory engine() {
    if (engine == null) {
      engine = network.engine();
    }
    return engine;
  }

  /** What makes workers on executors, under a key of its own. */
  public ConfiguredWorkers workers() {
    return new ConfiguredWorkers(config.render(), engine(), UUID.randomUUID().toString());
  }
}
