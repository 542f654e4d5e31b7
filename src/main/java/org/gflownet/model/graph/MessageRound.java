package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.model.Activation;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;

/**
 * One round of messages: {@code m_i = sum over bonds act(h_j + types)}, {@code h_i += act(W [h_i,
 * m_i] + b)}. Keeps the node states before the round, the sums of messages and the updates of all
 * nodes; single messages are computed again on the way back.
 *
 * <p>Mutable; not thread-safe.
 */
final class MessageRound {
  private final MatrixKernels kernels;
  private final Activation activation;
  private final int width;
  private final int inStride;
  private final int stride;
  private final BlockGraphSpec.Layer layer;
  private final EmbeddingTable bondTypes;
  private final DenseLayer dense;
  private float[] inputs = new float[0];
  private float[] updates = new float[0];
  private float[] messages = new float[0];
  private float[] messageDelta = new float[0];
  private float[] updateDelta = new float[0];
  private float[] inputDelta = new float[0];
  private int[] inputAt = new int[0];

  MessageRound(MatrixKernels kernels, BlockGraphSpec spec, int round) {
    this.kernels = kernels;
    activation = spec.activation();
    width = spec.width();
    inStride = kernels.stride(2 * width);
    stride = kernels.stride(width);
    layer = spec.layer("round" + round);
    bondTypes = new EmbeddingTable(kernels, spec.bondLayer(round));
    dense = kernels.dense(2 * width, width);
  }

  void load(float[] parameters) {
    dense.load(parameters, layer.offset());
    bondTypes.load(parameters);
  }

  /** Makes room for the nodes of all rows. */
  void reserve(int numNodes) {
    inputs = Buffers.reserve(inputs, numNodes, inStride);
    updates = Buffers.reserve(updates, numNodes, stride);
  }

  /** States of all nodes before this round, {@link #inputStride} apart. */
  float[] inputs() {
    return inputs;
  }

  int inputStride() {
    return inStride;
  }

  /**
   * Writes the states after this round.
   *
   * @param selection consecutive rows
   * @param next takes node n's state at n * nextStride
   */
  void forward(RowSelection selection, float[] next, int nextStride) {
    int count = selection.numNodes();
    if (count == 0) {
      return;
    }
    int first = selection.node(0);
    computeMessages(selection);
    for (int n = first; n < first + count; n++) {
      int at = n * inStride + width;
      Arrays.fill(inputs, at, at + width, 0f);
    }
    for (int e = 0; e < selection.numEdges(); e++) {
      int at = (first + selection.target(e)) * inStride + width;
      kernels.add(messages, e * stride, inputs, at, width);
    }
    dense.forward(inputs, first * inStride, updates, first * stride, count);
    kernels.activate(activation, updates, first * stride, (first + count) * stride);
    for (int n = first; n < first + count; n++) {
      System.arraycopy(inputs, n * inStride, next, n * nextStride, width);
      kernels.add(updates, n * stride, next, n * nextStride, width);
    }
  }

  private void computeMessages(RowSelection selection) {
    int count = selection.numEdges();
    messages = Buffers.reserve(messages, count, stride);
    int[] types = selection.rows().edgeTypes();
    for (int e = 0; e < count; e++) {
      int edge = selection.edge(e);
      int source = selection.node(selection.source(e));
      System.arraycopy(inputs, source * inStride, messages, e * stride, width);
      bondTypes.addRows(types, 2 * edge, 2 * edge + 2, messages, e * stride);
    }
    kernels.activate(activation, messages, 0, count * stride);
  }

  /**
   * Turns a derivative by the states after this round into one by the states before it, and adds
   * the derivative by the parameters.
   *
   * @param delta derivative of the selected nodes, {@code kernels.stride(width)} apart
   */
  void backward(RowSelection selection, float[] delta, float[] gradient) {
    int count = selection.numNodes();
    if (count == 0) {
      return;
    }
    reserveDeltas(selection);
    System.arraycopy(delta, 0, updateDelta, 0, count * stride);
    for (int i = 0; i < count; i++) {
      int node = selection.node(i);
      inputAt[i] = node * inStride;
      kernels.multiplyByDerivative(
          activation, updates, node * stride, updateDelta, i * stride, stride);
      kernels.add(updateDelta, i * stride, gradient, layer.biasOffset(), width);
    }
    dense.addWeightGradient(inputs, inputAt, updateDelta, count, gradient, layer.offset());
    dense.backward(updateDelta, inputDelta, count);
    for (int i = 0; i < count; i++) {
      kernels.add(inputDelta, i * inStride, delta, i * stride, width);
    }
    backwardMessages(selection, delta);
  }

  private void reserveDeltas(RowSelection selection) {
    int count = selection.numNodes();
    updateDelta = Buffers.reserve(updateDelta, count, stride);
    inputDelta = Buffers.reserve(inputDelta, count, inStride);
    inputAt = Buffers.reserve(inputAt, count);
    messageDelta = Buffers.reserve(messageDelta, selection.numEdges(), stride);
  }

  private void backwardMessages(RowSelection selection, float[] delta) {
    int count = selection.numEdges();
    computeMessages(selection);
    for (int e = 0; e < count; e++) {
      int at = selection.target(e) * inStride + width;
      System.arraycopy(inputDelta, at, messageDelta, e * stride, width);
    }
    kernels.multiplyByDerivative(activation, messages, 0, messageDelta, 0, count * stride);
    int[] types = selection.rows().edgeTypes();
    for (int e = 0; e < count; e++) {
      int edge = selection.edge(e);
      kernels.add(messageDelta, e * stride, delta, selection.source(e) * stride, width);
      bondTypes.addGradient(types, 2 * edge, 2 * edge + 2, messageDelta, e * stride);
    }
  }

  /** Adds what the tables have gathered to the flat gradient. */
  void flush(float[] gradient) {
    bondTypes.flush(gradient);
  }
}
