package org.gflownet.model.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Builds the DL4J network of record: a {@code ComputationGraph} with input {@code state}, layers
 * {@code hidden0}, {@code hidden1}, ... and the linear output {@code logits}, with {@code scalars}
 * where an objective has parameters of its own.
 *
 * <p>The output layer has no loss of its own: a flow network's loss spans several states, so its
 * derivative by the logits comes from outside ({@code backpropGradient}).
 */
public final class FlowGraphs {
  /** Name of the graph's input. */
  public static final String INPUT = "state";

  /** Name of the graph's output. */
  public static final String OUTPUT = "logits";

  /** Name of the layer, and output, of the objective's scalars, where there are any. */
  public static final String SCALARS = "scalars";

  private FlowGraphs() {}

  /**
   * A graph that holds the given parameters.
   *
   * @param spec shape of the network
   * @param initialization noted in the configuration, for whoever initialises the graph anew
   * @param updater noted in the configuration, for whoever goes on training in DL4J
   * @param learningRate noted likewise
   * @param seed noted likewise
   * @param parameters length P
   */
  public static ComputationGraph build(
      MlpSpec spec,
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed,
      float[] parameters) {
    checkLength(spec, parameters);
    ComputationGraph graph =
        new ComputationGraph(configuration(spec, initialization, updater, learningRate, seed));
    graph.init(row(parameters), false);
    return graph;
  }

  /** A graph for evaluation, without regard to training settings. */
  static ComputationGraph build(MlpSpec spec) {
    return build(
        spec,
        Initialization.UNIFORM,
        UpdaterSettings.adam(),
        0.0,
        0L,
        new float[spec.numParameters()]);
  }

  private static ComputationGraphConfiguration configuration(
      MlpSpec spec,
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .weightInit(weightInit(initialization))
            .updater(updater.config(learningRate))
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE);
    ComputationGraphConfiguration.GraphBuilder graph = base.graphBuilder().addInputs(INPUT);
    String previous = INPUT;
    for (int l = 0; l < spec.numLayers(); l++) {
      String name = l == spec.numLayers() - 1 ? OUTPUT : "hidden" + l;
      graph.addLayer(name, layer(spec, l, updater.weightDecay()), previous);
      previous = name;
    }
    if (spec.numScalars() == 0) {
      return graph.setOutputs(OUTPUT).build();
    }
    addScalars(graph, spec.numScalars(), OUTPUT, updater.scalarConfig(learningRate));
    return graph.setOutputs(OUTPUT, SCALARS).build();
  }

  /**
   * Adds the layer {@code scalars}, whose weights are the scalars: a constant 1 goes in. It hangs
   * on another layer's output, since DL4J orders layers by their distance from the inputs and the
   * scalars have to come last in the flat vector.
   *
   * @param behind a layer with at least one unit, farther from the inputs than all others
   * @param updater of the scalars alone
   */
  static void addScalars(
      ComputationGraphConfiguration.GraphBuilder graph,
      int numScalars,
      String behind,
      IUpdater updater) {
    graph.addVertex("first", new SubsetVertex(0, 0), behind);
    graph.addVertex("zero", new ScaleVertex(0.0), "first");
    graph.addVertex("one", new ShiftVertex(1.0), "zero");
    graph.addLayer("ones", new ActivationLayer(Activation.IDENTITY), "one");
    graph.addLayer(
        SCALARS,
        new DenseLayer.Builder()
            .nIn(1)
            .nOut(numScalars)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .updater(updater)
            .build(),
        "ones");
  }

  private static DenseLayer layer(MlpSpec spec, int index, double weightDecay) {
    boolean last = index == spec.numLayers() - 1;
    DenseLayer.Builder layer =
        new DenseLayer.Builder()
            .nIn(spec.width(index))
            .nOut(spec.width(index + 1))
            .activation(last ? Activation.IDENTITY : activation(spec.activation()));
    if (weightDecay > 0.0) {
      // On each layer: a decay given to the whole network would be applied twice.
      layer.weightDecay(weightDecay).weightDecayBias(weightDecay);
    }
    return layer.build();
  }

  /** The graph's parameters as a flat vector; a copy. */
  public static float[] parameters(ComputationGraph graph) {
    return graph.params().dup().data().asFloat();
  }

  /**
   * Gives a graph new parameters.
   *
   * @throws IllegalArgumentException if their number is not the graph's
   */
  public static void setParameters(ComputationGraph graph, float[] parameters) {
    if (graph.numParams() != parameters.length) {
      throw new IllegalArgumentException(
          "the graph has " + graph.numParams() + " parameters, not " + parameters.length);
    }
    graph.setParams(row(parameters));
  }

  static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape('c', 1, values.length);
  }

  private static void checkLength(MlpSpec spec, float[] parameters) {
    if (parameters.length != spec.numParameters()) {
      throw new IllegalArgumentException(
          "the network has " + spec.numParameters() + " parameters, not " + parameters.length);
    }
  }

  static Activation activation(org.gflownet.model.Activation activation) {
    return switch (activation) {
      case LEAKY_RELU -> Activation.LEAKYRELU;
      case RELU -> Activation.RELU;
      case TANH -> Activation.TANH;
    };
  }

  static WeightInit weightInit(Initialization initialization) {
    return switch (initialization) {
      case UNIFORM -> WeightInit.UNIFORM;
      case XAVIER -> WeightInit.XAVIER_UNIFORM;
      case HE -> WeightInit.RELU_UNIFORM;
      case LECUN -> WeightInit.LECUN_UNIFORM;
    };
  }
}
