package org.gflownet.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.env.Environment;
import org.gflownet.model.EngineFactory;
import org.gflownet.model.Engines;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.dl4j.ModelZip;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;
import org.gflownet.train.Updater;

/** The flow network of a configuration: its shape, first parameters, optimiser and file format. */
final class Network {
  private final GflownetConfig config;
  private final MlpSpec spec;

  Network(GflownetConfig config, Environment<?> environment) {
    this.config = config;
    this.spec =
        new MlpSpec(
            environment.numFeatures(),
            config.model().hidden(),
            environment.numActions(),
            config.model().activation());
  }

  /** The engine for this network, chosen here for driver and executors. */
  EngineFactory engine() {
    String name = config.model().engine().name().toLowerCase(Locale.ROOT);
    try {
      return Engines.select(name, spec);
    } catch (IllegalArgumentException e) {
      throw new UserException("model.engine = " + name + ": " + e.getMessage());
    }
  }

  /** The state at step 0. */
  TrainingState initialState() {
    return new TrainingState(config.model().init().parameters(spec, config.seed()), newUpdater());
  }

  /** An optimiser before its first step. */
  Updater newUpdater() {
    return updaterSettings().create(spec.numParameters());
  }

  private UpdaterSettings updaterSettings() {
    TrainConfig train = config.train();
    return new UpdaterSettings(
        train.updater().name().toLowerCase(Locale.ROOT),
        train.beta1(),
        train.beta2(),
        train.updaterEps(),
        train.momentum(),
        train.weightDecay());
  }

  /** Reads and writes DL4J model zips of this network. */
  ModelCodec codec() {
    UpdaterSettings settings = updaterSettings();
    int stateLength = newUpdater().state().length;
    return new ModelCodec() {
      @Override
      public void write(float[] parameters, float[] updaterState, long step, OutputStream out)
          throws IOException {
        ModelZip.write(
            out,
            spec,
            config.model().init(),
            settings,
            config.train().lrOverSteps().at(step),
            config.seed(),
            step,
            parameters,
            updaterState);
      }

      @Override
      public Decoded read(byte[] file) {
        ModelZip.Contents contents = ModelZip.read(file, spec, stateLength);
        return new Decoded(contents.parameters(), contents.updaterState());
      }
    };
  }
}
