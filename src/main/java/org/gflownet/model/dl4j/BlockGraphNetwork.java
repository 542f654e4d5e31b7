package org.gflownet.model.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.model.Initialization;
import org.gflownet.model.graph.BlockGraphSpec;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Builds the DL4J network of record of a {@link BlockGraphSpec}: a {@code ComputationGraph} of
 * dense layers, sums and products with incidence matrices, whose {@code params()} are the flat
 * vector.
 *
 * <p>Of a batch of R graphs with N nodes, E directed edges and S open stems together, the inputs
 * are
 *
 * <ul>
 *   <li>{@code nodes} (N, V + T): one-hot fragment, counts of types of open stems
 *   <li>{@code bondTypes} (E, 2 T): one-hot type at the target, one-hot type at the source
 *   <li>{@code stems} (S, T + 1): one-hot type, the last for the pseudo-stem of an empty graph
 *   <li>{@code sources} (E, N), {@code targets} (N, E), {@code stemNodes} (S, N), {@code pooling}
 *       (R, N): incidence
 *   <li>where states are under a condition or stems are pooled, the incidence {@code nodeRows} (N,
 *       R)
 *   <li>where states are under a condition, {@code conditions} (R, number of places) and the
 *       incidence {@code stemRows} (S, R)
 * </ul>
 *
 * <p>The outputs are {@code fragments} (S, V), {@code state} (R, 1 or 2): STOP and log-flow, where
 * P_B is learned {@code backward} (N, 1): the removal of each node, and, if there are any, {@code
 * scalars} (R, number of scalars), the same in each row.
 */
public final class BlockGraphNetwork {
  private BlockGraphNetwork() {}

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
      BlockGraphSpec spec,
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed,
      float[] parameters) {
    if (parameters.length != spec.numParameters()) {
      throw new IllegalArgumentException(
          "the network has " + spec.numParameters() + " parameters, not " + parameters.length);
    }
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .weightInit(FlowGraphs.weightInit(initialization))
            .updater(updater.config(learningRate))
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE);
    Builder builder =
        new Builder(
            spec, updater.weightDecay(), updater.scalarConfig(learningRate), base.graphBuilder());
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init(FlowGraphs.row(parameters), false);
    return graph;
  }

  /**
   * Writes a network and its updater's moments as {@link ModelZip} does, which reads them back.
   *
   * @param out is left open
   * @param step number of updates taken so far
   * @param parameters length P
   * @param updaterState as {@link Dl4jUpdater#state} gives it
   */
  public static void write(
      OutputStream out,
      BlockGraphSpec spec,
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed,
      long step,
      float[] parameters,
      float[] updaterState)
      throws IOException {
    ComputationGraph graph = build(spec, initialization, updater, learningRate, seed, parameters);
    ModelZip.write(out, graph, step, updaterState);
  }

  /** Adds vertices to a configuration in the order that gives the flat vector its order. */
  private static final class Builder {
    private final BlockGraphSpec spec;
    private final Activation activation;
    private final boolean isConditional;
    private final double weightDecay;
    private final IUpdater scalarUpdater;
    private final ComputationGraphConfiguration.GraphBuilder graph;

    Builder(
        BlockGraphSpec spec,
        double weightDecay,
        IUpdater scalarUpdater,
        ComputationGraphConfiguration.GraphBuilder graph) {
      this.spec = spec;
      this.weightDecay = weightDecay;
      this.scalarUpdater = scalarUpdater;
      this.graph = graph;
      activation = FlowGraphs.activation(spec.activation());
      isConditional = spec.numConditions() > 0;
    }

    ComputationGraphConfiguration build() {
      graph.addInputs("nodes", "bondTypes", "stems", "sources", "targets", "stemNodes", "pooling");
      if (isConditional || spec.pooledStems()) {
        graph.addInputs("nodeRows");
      }
      if (isConditional) {
        graph.addInputs("conditions", "stemRows");
      }
      dense("embedding", Activation.IDENTITY, "nodes");
      dense("bonds", Activation.IDENTITY, "bondTypes");
      String states = "embedding";
      if (isConditional) {
        dense("condition", Activation.IDENTITY, "conditions");
        product("nodeConditions", "nodeRows", "condition");
        sum("conditioned", states, "nodeConditions");
        states = "conditioned";
      }
      for (int l = 0; l < spec.rounds(); l++) {
        states = addRound(l, states);
      }
      addStems(states);
      if (spec.backwardPolicy()) {
        addRemovals(states);
      }
      addStateHead(states);
      setOutputs();
      return graph.build();
    }

    private String addRound(int l, String states) {
      int end = (l + 1) * spec.width();
      graph.addVertex("bond" + l, new SubsetVertex(end - spec.width(), end - 1), "bonds");
      product("gathered" + l, "sources", states);
      sum("joined" + l, "gathered" + l, "bond" + l);
      activate("messages" + l, "joined" + l);
      product("received" + l, "targets", "messages" + l);
      graph.addVertex("both" + l, new MergeVertex(), states, "received" + l);
      dense("round" + l, activation, "both" + l);
      sum("states" + l, states, "round" + l);
      return "states" + l;
    }

    private String stemInputs(String states) {
      if (!spec.pooledStems()) {
        return states;
      }
      product("graphs", "pooling", states);
      product("nodeGraphs", "nodeRows", "graphs");
      graph.addVertex("nodesInGraphs", new MergeVertex(), states, "nodeGraphs");
      return "nodesInGraphs";
    }

    private void addStems(String states) {
      dense("stemType", Activation.IDENTITY, "stems");
      dense("stemNode", Activation.IDENTITY, stemInputs(states));
      product("stemBlocks", "stemNodes", "stemNode");
      sum("stemSums", "stemBlocks", "stemType");
      String sums = "stemSums";
      if (isConditional) {
        product("stemConditions", "stemRows", "condition");
        sum("conditionedStems", sums, "stemConditions");
        sums = "conditionedStems";
      }
      activate("stemStates", sums);
      graph.addVertex("scaledStems", new ScaleVertex(1.0 / Math.sqrt(spec.width())), "stemStates");
      dense("fragments", Activation.IDENTITY, "scaledStems");
    }

    /**
     * DL4J gives layers of the same depth an order that depends on hashes; vertices that change
     * nothing hold these back to a depth that no other layer has.
     */
    private String delayed(String name, String input, int depth) {
      String last = input;
      for (int delay = 0; delay < depth; delay++) {
        graph.addVertex(name + delay, new ScaleVertex(1.0), last);
        last = name + delay;
      }
      return last;
    }

    /** By how much pooling makes the way to the stems longer. */
    private int stemDelay() {
      return spec.pooledStems() ? 3 : 0;
    }

    private void addRemovals(String states) {
      dense(
          "removal", activation, delayed("blocks", states, (isConditional ? 4 : 3) + stemDelay()));
      dense("backward", Activation.IDENTITY, "removal");
    }

    private void addStateHead(String states) {
      product("pooled", "pooling", states);
      String pooled = "pooled";
      if (isConditional) {
        sum("conditionedPool", pooled, "condition");
        pooled = "conditionedPool";
      }
      dense("head", activation, delayed("held", pooled, stemDelay()));
      dense("state", Activation.IDENTITY, "head");
    }

    private void setOutputs() {
      List<String> outputs = new ArrayList<>(List.of("fragments", "state"));
      if (spec.backwardPolicy()) {
        outputs.add("backward");
      }
      if (spec.numScalars() > 0) {
        FlowGraphs.addScalars(graph, spec.numScalars(), "state", scalarUpdater);
        outputs.add("scalars");
      }
      graph.setOutputs(outputs.toArray(String[]::new));
    }

    private void product(String name, String incidence, String rows) {
      graph.addVertex(name, new BlockGraphProduct(), incidence, rows);
    }

    private void sum(String name, String first, String second) {
      graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), first, second);
    }

    private void activate(String name, String input) {
      graph.addLayer(name, new ActivationLayer(activation), input);
    }

    private void dense(String name, Activation function, String input) {
      BlockGraphSpec.Layer shape = spec.layer(name);
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(shape.numInputs())
              .nOut(shape.numOutputs())
              .hasBias(shape.hasBias())
              .activation(function);
      if (weightDecay > 0.0) {
        // On each layer: a decay given to the whole network would be applied twice.
        layer.weightDecay(weightDecay).weightDecayBias(weightDecay);
      }
      graph.addLayer(name, layer.build(), input);
    }
  }
}
