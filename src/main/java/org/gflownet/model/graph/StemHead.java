package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.Activation;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;

/**
 * States of open stems, {@code q = act(W h + b + S[type])} with the vector of the condition in the
 * sum, and from them the logits of all fragments. With pooled stems h is the state of the stem's
 * block and behind it the sum over all blocks.
 *
 * <p>Mutable; not thread-safe.
 */
final class StemHead {
  private final MatrixKernels kernels;
  private final Activation activation;
  private final int width;
  private final int stride;
  private final BlockGraphSpec.Layer layer;
  private final DenseLayer dense;
  private final boolean isPooled;
  private final int inWidth;
  private final int inStride;
  private final EmbeddingTable types;
  private final FragmentLayer fragments;
  private final ConditionTable condition;
  private final float[] rowDelta;
  private final IntList denseStems = new IntList(64);
  private final IntList denseNodes = new IntList(64);
  private final IntList sparseStems = new IntList(64);
  private final IntList sparseNodes = new IntList(64);
  private final IntList denseRows = new IntList(64);
  private final IntList sparseRows = new IntList(64);
  private float[] states = new float[0];
  private float[] projections = new float[0];
  private float[] projectionDelta = new float[0];
  private float[] nodeDelta = new float[0];
  private float[] pooledNodes = new float[0];
  private int[] nodeAt = new int[0];

  /**
   * A head.
   *
   * @param condition of the states; null for none
   */
  StemHead(MatrixKernels kernels, BlockGraphSpec spec, ConditionTable condition) {
    this.kernels = kernels;
    this.condition = condition;
    activation = spec.activation();
    width = spec.width();
    stride = kernels.stride(width);
    layer = spec.layer("stemNode");
    isPooled = spec.pooledStems();
    inWidth = layer.numInputs();
    inStride = kernels.stride(inWidth);
    rowDelta = new float[stride];
    dense = kernels.dense(inWidth, width);
    types = new EmbeddingTable(kernels, spec.layer("stemType"));
    fragments = new FragmentLayer(kernels, spec);
  }

  void load(float[] parameters) {
    dense.load(parameters, layer.offset());
    types.load(parameters);
    fragments.load(parameters);
  }

  /** Makes room for the nodes and stems of all rows. */
  void reserve(int numNodes, int numStems) {
    states = Buffers.reserve(states, numStems, stride);
    if (isPooled) {
      pooledNodes = Buffers.reserve(pooledNodes, numNodes, inStride);
    }
  }

  /**
   * Writes the wanted logits of consecutive rows.
   *
   * @param nodeStates of all nodes after the last round, {@code kernels.stride(width)} apart
   */
  void forward(RowSelection selection, float[] nodeStates, int[] units, float[] outputs) {
    BlockGraphRows rows = selection.rows();
    int firstRow = selection.row(0);
    int first = rows.stemOffset(firstRow);
    int last = rows.stemOffset(firstRow + selection.numRows());
    if (first == last) {
      return;
    }
    int count = selection.numNodes();
    int firstNode = rows.nodeOffset(firstRow);
    projections = Buffers.reserve(projections, count, stride);
    if (count > 0) {
      if (isPooled) {
        pool(selection, nodeStates);
      }
      dense.forward(inputs(nodeStates), firstNode * inStride, projections, 0, count);
    }
    for (int s = first; s < last; s++) {
      int at = s * stride;
      int node = rows.stemNode(s);
      if (node < 0) {
        Arrays.fill(states, at, at + width, 0f);
      } else {
        System.arraycopy(projections, (node - firstNode) * stride, states, at, width);
      }
      types.addRows(rows.stemTypes(), s, s + 1, states, at);
    }
    if (condition != null) {
      for (int r = firstRow; r < firstRow + selection.numRows(); r++) {
        for (int s = rows.stemOffset(r); s < rows.stemOffset(r + 1); s++) {
          condition.addTo(r, states, s * stride);
        }
      }
    }
    kernels.activate(activation, states, first * stride, last * stride);
    fragments.forward(rows, first, last, states, units, outputs);
  }

  private float[] inputs(float[] nodeStates) {
    return isPooled ? pooledNodes : nodeStates;
  }

  /** Writes the state of each node and behind it the sum over all nodes of its graph. */
  private void pool(RowSelection selection, float[] nodeStates) {
    for (int i = 0; i < selection.numRows(); i++) {
      int first = selection.nodeBegin(i);
      int last = selection.nodeBegin(i + 1);
      if (first == last) {
        continue;
      }
      int sumAt = selection.node(first) * inStride + width;
      Arrays.fill(pooledNodes, sumAt, sumAt + width, 0f);
      for (int n = first; n < last; n++) {
        int at = selection.node(n) * stride;
        System.arraycopy(nodeStates, at, pooledNodes, selection.node(n) * inStride, width);
        kernels.add(nodeStates, at, pooledNodes, sumAt, width);
      }
      for (int n = first + 1; n < last; n++) {
        int at = selection.node(n) * inStride + width;
        System.arraycopy(pooledNodes, sumAt, pooledNodes, at, width);
      }
    }
  }

  /**
   * Adds to the derivative of the selected nodes and of the parameters.
   *
   * @param nodeStates as given to {@link #forward}
   * @param delta derivative by the selected nodes' states, {@code kernels.stride(width)} apart
   */
  void backward(
      RowSelection selection,
      double[] outputGradient,
      int[] units,
      float[] nodeStates,
      float[] delta,
      float[] gradient) {
    collect(selection, outputGradient);
    if (denseStems.size() + sparseStems.size() == 0) {
      return;
    }
    int count = selection.numNodes();
    projectionDelta = Buffers.reserve(projectionDelta, count, stride);
    Arrays.fill(projectionDelta, 0, count * stride, 0f);
    BlockGraphRows rows = selection.rows();
    int chunk = fragments.maxStems();
    for (int from = 0; from < denseStems.size(); from += chunk) {
      int to = Math.min(denseStems.size(), from + chunk);
      float[] stemDelta =
          fragments.backwardDense(
              rows, denseStems, from, to, outputGradient, units, states, gradient);
      toNodes(rows, denseStems, denseNodes, denseRows, from, to, stemDelta);
    }
    for (int from = 0; from < sparseStems.size(); from += chunk) {
      int to = Math.min(sparseStems.size(), from + chunk);
      float[] stemDelta =
          fragments.backwardSparse(
              rows, sparseStems, from, to, outputGradient, units, states, gradient);
      toNodes(rows, sparseStems, sparseNodes, sparseRows, from, to, stemDelta);
    }
    if (count > 0) {
      backwardProjection(selection, nodeStates, delta, gradient);
    }
  }

  /** Lists the stems that have a derivative, those with many and those with few. */
  private void collect(RowSelection selection, double[] outputGradient) {
    denseStems.clear();
    denseNodes.clear();
    denseRows.clear();
    sparseRows.clear();
    sparseStems.clear();
    sparseNodes.clear();
    BlockGraphRows rows = selection.rows();
    for (int i = 0; i < selection.numRows(); i++) {
      int row = selection.row(i);
      int shift = selection.nodeBegin(i) - rows.nodeOffset(row);
      for (int s = rows.stemOffset(row); s < rows.stemOffset(row + 1); s++) {
        int numDerivatives = count(outputGradient, rows.stemBegin(s), rows.stemEnd(s));
        if (numDerivatives > 0) {
          boolean few = fragments.isSparse(numDerivatives);
          (few ? sparseStems : denseStems).add(s);
          (few ? sparseRows : denseRows).add(i);
          (few ? sparseNodes : denseNodes)
              .add(rows.stemNode(s) < 0 ? -1 : rows.stemNode(s) + shift);
        }
      }
    }
  }

  private static int count(double[] outputGradient, int from, int to) {
    int count = 0;
    for (int at = from; at < to; at++) {
      if ((float) outputGradient[at] != 0f) {
        count++;
      }
    }
    return count;
  }

  /**
   * Passes derivatives by stem states on to the nodes' projections, the table of types and the
   * condition.
   */
  private void toNodes(
      BlockGraphRows rows,
      IntList stems,
      IntList nodes,
      IntList selected,
      int from,
      int to,
      float[] stemDelta) {
    for (int i = from; i < to; i++) {
      int stem = stems.get(i);
      int at = (i - from) * stride;
      kernels.multiplyByDerivative(activation, states, stem * stride, stemDelta, at, stride);
      types.addGradient(rows.stemTypes(), stem, stem + 1, stemDelta, at);
      if (condition != null) {
        condition.addDelta(selected.get(i), stemDelta, at);
      }
      if (nodes.get(i) >= 0) {
        kernels.add(stemDelta, at, projectionDelta, nodes.get(i) * stride, width);
      }
    }
  }

  private void backwardProjection(
      RowSelection selection, float[] nodeStates, float[] delta, float[] gradient) {
    int count = selection.numNodes();
    nodeDelta = Buffers.reserve(nodeDelta, count, inStride);
    nodeAt = Buffers.reserve(nodeAt, count);
    for (int i = 0; i < count; i++) {
      nodeAt[i] = selection.node(i) * inStride;
      kernels.add(projectionDelta, i * stride, gradient, layer.biasOffset(), width);
    }
    float[] inputs = inputs(nodeStates);
    dense.addWeightGradient(inputs, nodeAt, projectionDelta, count, gradient, layer.offset());
    dense.backward(projectionDelta, nodeDelta, count);
    if (isPooled) {
      unpool(selection, delta);
    } else {
      kernels.add(nodeDelta, 0, delta, 0, count * stride);
    }
  }

  /** Adds the derivatives by what {@link #pool} wrote to those of the nodes' states. */
  private void unpool(RowSelection selection, float[] delta) {
    for (int i = 0; i < selection.numRows(); i++) {
      int first = selection.nodeBegin(i);
      int last = selection.nodeBegin(i + 1);
      Arrays.fill(rowDelta, 0f);
      for (int n = first; n < last; n++) {
        kernels.add(nodeDelta, n * inStride + width, rowDelta, 0, width);
      }
      for (int n = first; n < last; n++) {
        kernels.add(nodeDelta, n * inStride, delta, n * stride, width);
        kernels.add(rowDelta, 0, delta, n * stride, width);
      }
    }
  }

  /** Adds what the table has gathered to the flat gradient. */
  void flush(float[] gradient) {
    types.flush(gradient);
  }
}
