package org.gflownet.spark.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.model.MlpSpec;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The DL4J networks of proxies: input {@code fingerprint}, layers {@code hidden0}, {@code hidden1},
 * ... of rectified units, and the linear output {@code target} with the mean squared error as its
 * loss. Parameters lie as {@link MlpSpec} says.
 */
final class ProxyGraphs {
  private static final String INPUT = "fingerprint";
  private static final String OUTPUT = "target";

  private ProxyGraphs() {}

  /**
   * A network that holds given parameters.
   *
   * @param learningRate of Adam; 0 for a network that is only evaluated
   * @param decay decoupled weight decay
   */
  static ComputationGraph of(MlpSpec spec, float[] parameters, double learningRate, double decay) {
    ComputationGraph graph =
        new ComputationGraph(configuration(spec, DataType.FLOAT, learningRate, decay));
    graph.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return graph;
  }

  /** A network of double precision that holds given parameters, to be evaluated only. */
  static ComputationGraph forInference(MlpSpec spec, float[] parameters) {
    ComputationGraph graph = new ComputationGraph(configuration(spec, DataType.DOUBLE, 0, 0));
    double[] exact = new double[parameters.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = parameters[i];
    }
    graph.init(Nd4j.create(exact, new long[] {1, exact.length}, 'c'), false);
    return graph;
  }

  private static ComputationGraphConfiguration configuration(
      MlpSpec spec, DataType precision, double learningRate, double decay) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(precision)
            .updater(new Adam(learningRate))
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs(INPUT);
    String previous = INPUT;
    int last = spec.numLayers() - 1;
    for (int l = 0; l < last; l++) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(spec.width(l))
              .nOut(spec.width(l + 1))
              .activation(Activation.RELU);
      if (decay > 0) {
        layer.weightDecay(decay);
      }
      graph.addLayer("hidden" + l, layer.build(), previous);
      previous = "hidden" + l;
    }
    OutputLayer.Builder output =
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(spec.width(last))
            .nOut(1)
            .activation(Activation.IDENTITY);
    if (decay > 0) {
      output.weightDecay(decay);
    }
    return graph.addLayer(OUTPUT, output.build(), previous).setOutputs(OUTPUT).build();
  }
}
