package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.Activation;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;

/**
 * Logits of a learned backward policy: for each block whose removal is asked for, linear in a
 * hidden layer on the block's state.
 *
 * <p>Mutable; not thread-safe.
 */
final class RemovalHead {
  private final MatrixKernels kernels;
  private final Activation activation;
  private final int width;
  private final int headWidth;
  private final int stride;
  private final int headStride;
  private final BlockGraphSpec.Layer layer;
  private final DenseLayer dense;
  private final LinearUnit unit;
  private final IntList active = new IntList(64);
  private final IntList activeNodes = new IntList(64);
  private float[] inputs = new float[0];
  private float[] hidden = new float[0];
  private float[] hiddenDelta = new float[0];
  private float[] nodeDelta = new float[0];
  private int[] inputAt = new int[0];

  RemovalHead(MatrixKernels kernels, BlockGraphSpec spec) {
    this.kernels = kernels;
    activation = spec.activation();
    width = spec.width();
    headWidth = spec.headWidth();
    stride = kernels.stride(width);
    headStride = kernels.stride(headWidth);
    layer = spec.layer("removal");
    dense = kernels.dense(width, headWidth);
    unit = new LinearUnit(kernels, spec.layer("backward"), 0);
  }

  void load(float[] parameters) {
    dense.load(parameters, layer.offset());
    unit.load(parameters);
  }

  /** Makes room for the removals of all rows. */
  void reserve(int numRemovals) {
    inputs = Buffers.reserve(inputs, numRemovals, stride);
    hidden = Buffers.reserve(hidden, numRemovals, headStride);
  }

  /**
   * Writes the wanted logits of consecutive rows.
   *
   * @param nodeStates of all nodes after the last round, {@code kernels.stride(width)} apart
   */
  void forward(RowSelection selection, float[] nodeStates, float[] outputs) {
    BlockGraphRows rows = selection.rows();
    int firstRow = selection.row(0);
    int first = rows.removalOffset(firstRow);
    int last = rows.removalOffset(firstRow + selection.numRows());
    if (first == last) {
      return;
    }
    for (int i = first; i < last; i++) {
      System.arraycopy(nodeStates, rows.removalNode(i) * stride, inputs, i * stride, width);
    }
    dense.forward(inputs, first * stride, hidden, first * headStride, last - first);
    kernels.activate(activation, hidden, first * headStride, last * headStride);
    for (int i = first; i < last; i++) {
      outputs[rows.removalOutput(i)] = unit.apply(hidden, i * headStride);
    }
  }

  /**
   * Adds to the derivative of the selected nodes and of the parameters.
   *
   * @param delta derivative by the selected nodes' states, {@code kernels.stride(width)} apart
   */
  void backward(RowSelection selection, double[] outputGradient, float[] delta, float[] gradient) {
    BlockGraphRows rows = selection.rows();
    collect(selection, outputGradient);
    int count = active.size();
    if (count == 0) {
      return;
    }
    hiddenDelta = Buffers.reserve(hiddenDelta, count, headStride);
    nodeDelta = Buffers.reserve(nodeDelta, count, stride);
    inputAt = Buffers.reserve(inputAt, count);
    Arrays.fill(hiddenDelta, 0, count * headStride, 0f);
    for (int a = 0; a < count; a++) {
      int removal = active.get(a);
      int at = a * headStride;
      float derivative = (float) outputGradient[rows.removalOutput(removal)];
      unit.backward(derivative, hidden, removal * headStride, hiddenDelta, at, gradient);
      kernels.multiplyByDerivative(
          activation, hidden, removal * headStride, hiddenDelta, at, headStride);
      kernels.add(hiddenDelta, at, gradient, layer.biasOffset(), headWidth);
      inputAt[a] = removal * stride;
    }
    dense.addWeightGradient(inputs, inputAt, hiddenDelta, count, gradient, layer.offset());
    dense.backward(hiddenDelta, nodeDelta, count);
    for (int a = 0; a < count; a++) {
      kernels.add(nodeDelta, a * stride, delta, activeNodes.get(a) * stride, width);
    }
  }

  /** Lists the removals that have a derivative, with the numbers of their nodes here. */
  private void collect(RowSelection selection, double[] outputGradient) {
    BlockGraphRows rows = selection.rows();
    active.clear();
    activeNodes.clear();
    for (int i = 0; i < selection.numRows(); i++) {
      int row = selection.row(i);
      int shift = selection.nodeBegin(i) - rows.nodeOffset(row);
      for (int m = rows.removalOffset(row); m < rows.removalOffset(row + 1); m++) {
        if ((float) outputGradient[rows.removalOutput(m)] != 0f) {
          active.add(m);
          activeNodes.add(rows.removalNode(m) + shift);
        }
      }
    }
  }
}
