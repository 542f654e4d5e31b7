package org.gflownet.model.dl4j;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.math.IntList;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.Initialization;
import org.gflownet.model.StateBatch;
import org.gflownet.model.graph.BlockGraphSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network on graphs of blocks as DL4J itself evaluates and differentiates it, on dense
 * incidence matrices: slow, independent of the other engines, and what they are checked against.
 *
 * <p>The graph codes must be valid. Mutable; not thread-safe.
 */
public final class BlockGraphDl4jModel implements FlowModel {
  private static final int BLOCK_ROWS = 64;
  // Outputs of the graph by number.
  private static final int FRAGMENTS = 0;
  private static final int STATE = 1;
  private static final int BACKWARD = 2;

  private final BlockGraphSpec spec;
  private final ComputationGraph graph;
  private final int numParameters;
  private final int numStateUnits;
  private final IntList block = new IntList(BLOCK_ROWS);
  private float[] outputs = new float[256];
  private int numRows;

  /**
   * A model of zeros.
   *
   * @param spec shape of the network
   */
  public BlockGraphDl4jModel(BlockGraphSpec spec) {
    this.spec = spec;
    numParameters = spec.numParameters();
    numStateUnits = spec.layer("state").numOutputs();
    graph =
        BlockGraphNetwork.build(
            spec,
            Initialization.UNIFORM,
            UpdaterSettings.adam(),
            0.0,
            0L,
            new float[numParameters]);
  }

  @Override
  public int numParameters() {
    return numParameters;
  }

  @Override
  public Heads heads() {
    return spec.heads();
  }

  @Override
  public void load(float[] parameters) {
    FlowGraphs.setParameters(graph, parameters);
    reset();
  }

  @Override
  public void reset() {
    numRows = 0;
  }

  @Override
  public void evaluate(StateBatch batch) {
    if (batch.numOutputs() > outputs.length) {
      outputs = Arrays.copyOf(outputs, Math.max(batch.numOutputs(), outputs.length * 2));
    }
    while (numRows < batch.numRows()) {
      block.clear();
      while (numRows < batch.numRows() && block.size() < BLOCK_ROWS) {
        block.add(numRows++);
      }
      BlockGraphArrays arrays = new BlockGraphArrays(spec, batch, block);
      INDArray[] results = graph.output(false, arrays.inputs());
      float[][] values = new float[results.length][];
      for (int i = 0; i < results.length; i++) {
        values[i] = results[i].dup('c').data().asFloat();
      }
      for (int i = 0; i < block.size(); i++) {
        int row = block.get(i);
        for (int at = batch.outputOffset(row); at < batch.outputOffset(row + 1); at++) {
          int unit = batch.outputs()[at];
          outputs[at] = values[output(unit)][position(arrays, i, unit)];
        }
      }
    }
  }

  /** Which output of the graph holds a unit. */
  private int output(int unit) {
    return isRemoval(unit) ? BACKWARD : isOfState(unit) ? STATE : FRAGMENTS;
  }

  private static boolean isOfState(int unit) {
    return unit == BlockGraphSpec.STOP_UNIT || unit == BlockGraphSpec.LOG_FLOW_UNIT;
  }

  private boolean isRemoval(int unit) {
    return spec.backwardPolicy()
        && unit >= BlockGraphSpec.BACKWARD_UNIT
        && unit < BlockGraphSpec.LOG_FLOW_UNIT;
  }

  /** Where in that output. */
  private int position(BlockGraphArrays arrays, int index, int unit) {
    if (isRemoval(unit)) {
      return arrays.firstNode(index) + unit - BlockGraphSpec.BACKWARD_UNIT;
    }
    if (!isOfState(unit)) {
      return arrays.position(index, unit);
    }
    return index * numStateUnits + (unit == BlockGraphSpec.STOP_UNIT ? 0 : 1);
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    for (int first = 0; first < numRows; first += BLOCK_ROWS) {
      block.clear();
      for (int r = first; r < Math.min(numRows, first + BLOCK_ROWS); r++) {
        block.add(r);
      }
      BlockGraphArrays arrays = new BlockGraphArrays(spec, batch, block);
      // Layers must keep their inputs for the backward pass: neither cleared nor in a workspace.
      graph.feedForward(arrays.inputs(), true, false);
      INDArray view = graph.backpropGradient(epsilons(arrays, batch, outputGradient)).gradient();
      float[] sum = view.dup().data().asFloat();
      for (int i = 0; i < sum.length; i++) {
        gradient[i] += sum[i];
      }
      graph.clear();
    }
  }

  private INDArray[] epsilons(BlockGraphArrays arrays, StateBatch batch, double[] outputGradient) {
    int count = block.size();
    int[][] shapes = {
      {arrays.numStems(), spec.numFragments()},
      {count, numStateUnits},
      {spec.backwardPolicy() ? arrays.numNodes() : 0, 1}
    };
    float[][] values = new float[shapes.length][];
    Arrays.setAll(values, i -> new float[shapes[i][0] * shapes[i][1]]);
    for (int i = 0; i < count; i++) {
      int row = block.get(i);
      for (int at = batch.outputOffset(row); at < batch.outputOffset(row + 1); at++) {
        int unit = batch.outputs()[at];
        values[output(unit)][position(arrays, i, unit)] = (float) outputGradient[at];
      }
    }
    INDArray[] epsilons = new INDArray[graph.getNumOutputArrays()];
    int size = 0;
    for (int i = 0; i < shapes.length; i++) {
      if (values[i].length > 0) {
        epsilons[size++] = Nd4j.create(values[i], new long[] {shapes[i][0], shapes[i][1]}, 'c');
      }
    }
    if (spec.numScalars() > 0) {
      epsilons[size] = Nd4j.zeros(count, spec.numScalars());
    }
    return epsilons;
  }
}
