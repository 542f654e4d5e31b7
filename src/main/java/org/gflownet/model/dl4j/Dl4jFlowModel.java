package org.gflownet.model.dl4j;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.math.IntList;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.StateBatch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network of record itself: DL4J evaluates and differentiates its own {@code ComputationGraph}.
 *
 * <p>Slow, for it evaluates every output unit of dense inputs and evaluates again before each
 * backward pass; independent of all other engines, so it is what they are checked against. Mutable;
 * not thread-safe.
 */
public final class Dl4jFlowModel implements FlowModel {
  private static final int BLOCK_ROWS = 256;

  private final MlpSpec spec;
  private final ComputationGraph graph;
  private final IntList activeRows = new IntList(256);
  private float[] outputs = new float[256];
  private int numRows;

  /**
   * A model without parameters.
   *
   * @param spec shape of the network
   */
  public Dl4jFlowModel(MlpSpec spec) {
    this.spec = spec;
    graph = FlowGraphs.build(spec);
  }

  @Override
  public int numParameters() {
    return spec.numParameters();
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
      activeRows.clear();
      int end = Math.min(batch.numRows(), numRows + BLOCK_ROWS);
      for (int r = numRows; r < end; r++) {
        activeRows.add(r);
      }
      INDArray logits = graph.output(false, inputs(batch, 0, activeRows.size()))[0];
      pick(batch, logits.dup('c').data().asFloat());
      numRows = end;
    }
  }

  private void pick(StateBatch batch, float[] logits) {
    int[] units = batch.outputs();
    for (int i = 0; i < activeRows.size(); i++) {
      int row = activeRows.get(i);
      for (int at = batch.outputOffset(row); at < batch.outputOffset(row + 1); at++) {
        outputs[at] = logits[i * spec.numOutputs() + units[at]];
      }
    }
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    activeRows.clear();
    for (int r = 0; r < numRows; r++) {
      boolean active = false;
      for (int at = batch.outputOffset(r); at < batch.outputOffset(r + 1); at++) {
        active |= outputGradient[at] != 0.0;
      }
      if (active) {
        activeRows.add(r);
      }
    }
    for (int from = 0; from < activeRows.size(); from += BLOCK_ROWS) {
      int to = Math.min(activeRows.size(), from + BLOCK_ROWS);
      // Layers must keep their inputs for the backward pass: neither cleared nor in a workspace.
      graph.feedForward(new INDArray[] {inputs(batch, from, to)}, true, false);
      INDArray epsilons = epsilons(batch, outputGradient, from, to);
      // No output of the network depends on the scalars: their derivative comes from elsewhere.
      INDArray view =
          spec.numScalars() == 0
              ? graph.backpropGradient(epsilons).gradient()
              : graph
                  .backpropGradient(
                      epsilons,
                      matrix(
                          new float[(to - from) * spec.numScalars()], to - from, spec.numScalars()))
                  .gradient();
      float[] block = view.dup().data().asFloat();
      for (int i = 0; i < block.length; i++) {
        gradient[i] += block[i];
      }
      graph.clear();
    }
  }

  private INDArray inputs(StateBatch batch, int from, int to) {
    float[] dense = new float[(to - from) * spec.numFeatures()];
    int[] features = batch.features();
    float[] values = batch.values();
    for (int i = from; i < to; i++) {
      int row = activeRows.get(i);
      for (int t = batch.featureOffset(row); t < batch.featureOffset(row + 1); t++) {
        dense[(i - from) * spec.numFeatures() + features[t]] = values == null ? 1f : values[t];
      }
    }
    return matrix(dense, to - from, spec.numFeatures());
  }

  private INDArray epsilons(StateBatch batch, double[] outputGradient, int from, int to) {
    float[] dense = new float[(to - from) * spec.numOutputs()];
    int[] units = batch.outputs();
    for (int i = from; i < to; i++) {
      int row = activeRows.get(i);
      for (int at = batch.outputOffset(row); at < batch.outputOffset(row + 1); at++) {
        dense[(i - from) * spec.numOutputs() + units[at]] = (float) outputGradient[at];
      }
    }
    return matrix(dense, to - from, spec.numOutputs());
  }

  private static INDArray matrix(float[] values, int rows, int columns) {
    return Nd4j.create(values, new long[] {rows, columns}, 'c').castTo(DataType.FLOAT);
  }
}
