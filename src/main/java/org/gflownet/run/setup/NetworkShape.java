package org.gflownet.run.setup;

import java.io.IOException;
import java.io.OutputStream;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.dl4j.BlockGraphNetwork;
import org.gflownet.model.dl4j.ModelZip;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.model.graph.BlockGraphFactory;
import org.gflownet.model.graph.BlockGraphInitialization;
import org.gflownet.model.graph.BlockGraphSpec;

/** What a run needs to know of a kind of network: its engines, first parameters and file. */
public interface NetworkShape {

  /**
   * The factory of an engine's models.
   *
   * @throws IllegalArgumentException in one line, if that engine cannot evaluate this network here
   */
  FlowModel.Factory select(String engine);

  /** The same network, which reads so many more real features, those of a condition. */
  NetworkShape withCondition(int numPlaces);

  /** Length P of the flat parameter vector. */
  int numParameters();

  /** Number of parameters of the objective's own at the end of the flat vector. */
  int numScalars();

  /** Parameters at step 0; the objective's own are 0. */
  float[] initialParameters(Initialization initialization, long seed);

  /** Output unit of a state's value, in a network that was made with one. */
  int valueUnit();

  /** Writes the network as a DL4J zip, as {@link ModelZip#write} does. */
  void write(OutputStream out, Header header, float[] parameters, float[] updaterState)
      throws IOException;

  /**
   * What a file says beside the numbers.
   *
   * @param initialization as the network was begun
   * @param updater as it was trained
   * @param learningRate of the last step
   * @param seed of the run
   * @param step number of updates taken
   */
  record Header(
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed,
      long step) {}

  /** A multi-layer perceptron. */
  record Perceptron(MlpSpec spec) implements NetworkShape {
    @Override
    public FlowModel.Factory select(String engine) {
      return Engines.select(engine, spec);
    }

    @Override
    public NetworkShape withCondition(int numPlaces) {
      return new Perceptron(spec.withFeatures(spec.numFeatures() + numPlaces));
    }

    @Override
    public int numParameters() {
      return spec.numParameters();
    }

    @Override
    public int numScalars() {
      return spec.numScalars();
    }

    @Override
    public float[] initialParameters(Initialization initialization, long seed) {
      return initialization.parameters(spec, seed);
    }

    @Override
    public int valueUnit() {
      return spec.numOutputs() - 1;
    }

    @Override
    public void write(OutputStream out, Header header, float[] parameters, float[] updaterState)
        throws IOException {
      ModelZip.write(
          out,
          spec,
          header.initialization(),
          header.updater(),
          header.learningRate(),
          header.seed(),
          header.step(),
          parameters,
          updaterState);
    }
  }

  /** A message-passing network on graphs of blocks. */
  record BlockGraph(BlockGraphSpec spec) implements NetworkShape {
    @Override
    public FlowModel.Factory select(String engine) {
      return BlockGraphFactory.select(engine, spec);
    }

    @Override
    public NetworkShape withCondition(int numPlaces) {
      return new BlockGraph(spec.withCondition(numPlaces));
    }

    @Override
    public int numParameters() {
      return spec.numParameters();
    }

    @Override
    public int numScalars() {
      return spec.numScalars();
    }

    @Override
    public float[] initialParameters(Initialization initialization, long seed) {
      return BlockGraphInitialization.parameters(spec, initialization, seed);
    }

    @Override
    public int valueUnit() {
      return BlockGraphSpec.LOG_FLOW_UNIT;
    }

    @Override
    public void write(OutputStream out, Header header, float[] parameters, float[] updaterState)
        throws IOException {
      BlockGraphNetwork.write(
          out,
          spec,
          header.initialization(),
          header.updater(),
          header.learningRate(),
          header.seed(),
          header.step(),
          parameters,
          updaterState);
    }
  }
}
