package org.gflownet.run.setup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.math.Progress;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Updater;
import org.gflownet.model.dl4j.ModelZip;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.run.UserException;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;

/** The flow network of a configuration: its shape, first parameters, optimiser and file format. */
public final class Network {
  private final GflownetConfig config;
  private final NetworkShape shape;

  public Network(GflownetConfig config, Problem<?> problem) {
    this.config = config;
    this.shape = problem.network();
  }

  /** The engine for this network, chosen here for driver and executors. */
  public FlowModel.Factory engine() {
    String name = config.model().engine().name().toLowerCase(Locale.ROOT);
    try {
      return shape.select(name);
    } catch (IllegalArgumentException e) {
      throw new UserException("model.engine = " + name + ": " + e.getMessage());
    }
  }

  /** The state at step 0; where log Z is to be estimated it is 0. */
  public TrainingState initialState() {
    // Where nothing is learned, zeros: as a policy they give all actions the same probability.
    float[] parameters =
        config.method().learns()
            ? shape.initialParameters(config.model().init(), config.seed())
            : new float[shape.numParameters()];
    for (int i = parameters.length - shape.numScalars(); i < parameters.length; i++) {
      parameters[i] = (float) config.objective().logZInit().orElse(0.0);
    }
    return new TrainingState(parameters, newUpdater(), config.train().ema());
  }

  /** Output unit of a state's value, where the method has one. */
  int valueUnit() {
    return shape.valueUnit();
  }

  /** An optimiser before its first step. */
  Updater newUpdater() {
    return updaterSettings().create(shape.numParameters(), shape.numScalars());
  }

  private UpdaterSettings updaterSettings() {
    TrainConfig train = config.train();
    return new UpdaterSettings(
        train.updater().name().toLowerCase(Locale.ROOT),
        train.beta1(),
        train.beta2(),
        train.updaterEps(),
        train.momentum(),
        train.weightDecay(),
        config.objective().logZLr() / train.lr());
  }

  /** Reads and writes DL4J model zips of this network. */
  public ModelCodec codec() {
    UpdaterSettings settings = updaterSettings();
    int stateLength = newUpdater().state().length;
    return new ModelCodec() {
      @Override
      public void write(
          float[] parameters, float[] updaterState, Progress progress, OutputStream out)
          throws IOException {
        NetworkShape.Header header =
            new NetworkShape.Header(
                config.model().init(),
                settings,
                config.train().lrOverRun().at(progress),
                config.seed(),
                progress.step());
        shape.write(out, header, parameters, updaterState);
      }

      @Override
      public Decoded read(byte[] file) {
        ModelZip.Contents contents =
            ModelZip.read(new ByteArrayInputStream(file), shape.numParameters(), stateLength);
        return new Decoded(contents.parameters(), contents.updaterState());
      }
    };
  }
}
