package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.Activation;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;

/**
 * STOP's logit and the log-flow of a graph: linear in a hidden layer on the sum of its node states,
 * which is 0 for the empty graph, and of the vector of its condition.
 *
 * <p>Mutable; not thread-safe.
 */
final class StateHead {
  private final MatrixKernels kernels;
  private final Activation activation;
  private final int width;
  private final int headWidth;
  private final int stride;
  private final int headStride;
  private final BlockGraphSpec.Layer layer;
  private final DenseLayer dense;
  private final LinearUnit stop;
  private final LinearUnit flow;
  private final ConditionTable condition;
  private final IntList active = new IntList(64);
  private float[] pooled = new float[0];
  private float[] hidden = new float[0];
  private float[] hiddenDelta = new float[0];
  private float[] pooledDelta = new float[0];
  private int[] pooledAt = new int[0];

  /**
   * A head.
   *
   * @param condition of the states; null for none
   */
  StateHead(MatrixKernels kernels, BlockGraphSpec spec, ConditionTable condition) {
    this.kernels = kernels;
    this.condition = condition;
    activation = spec.activation();
    width = spec.width();
    headWidth = spec.headWidth();
    stride = kernels.stride(width);
    headStride = kernels.stride(headWidth);
    layer = spec.layer("head");
    dense = kernels.dense(width, headWidth);
    stop = new LinearUnit(kernels, spec.layer("state"), 0);
    flow = spec.logFlow() ? new LinearUnit(kernels, spec.layer("state"), 1) : null;
  }

  void load(float[] parameters) {
    dense.load(parameters, layer.offset());
    stop.load(parameters);
    if (flow != null) {
      flow.load(parameters);
    }
  }

  /** Makes room for all rows. */
  void reserve(int numRows) {
    pooled = Buffers.reserve(pooled, numRows, stride);
    hidden = Buffers.reserve(hidden, numRows, headStride);
  }

  /**
   * Writes the wanted outputs of consecutive rows.
   *
   * @param states of all nodes after the last round, {@code kernels.stride(width)} apart
   */
  void forward(RowSelection selection, float[] states, float[] outputs) {
    BlockGraphRows rows = selection.rows();
    int first = selection.row(0);
    int last = first + selection.numRows();
    for (int r = first; r < last; r++) {
      Arrays.fill(pooled, r * stride, r * stride + stride, 0f);
      for (int n = rows.nodeOffset(r); n < rows.nodeOffset(r + 1); n++) {
        kernels.add(states, n * stride, pooled, r * stride, width);
      }
      if (condition != null) {
        condition.addTo(r, pooled, r * stride);
      }
    }
    dense.forward(pooled, first * stride, hidden, first * headStride, last - first);
    kernels.activate(activation, hidden, first * headStride, last * headStride);
    for (int r = first; r < last; r++) {
      if (rows.stopOutput(r) >= 0) {
        outputs[rows.stopOutput(r)] = stop.apply(hidden, r * headStride);
      }
      if (rows.flowOutput(r) >= 0) {
        outputs[rows.flowOutput(r)] = flow.apply(hidden, r * headStride);
      }
    }
  }

  /**
   * Adds to the derivative of the selected nodes and of the parameters.
   *
   * @param delta derivative by the selected nodes' states, {@code kernels.stride(width)} apart
   */
  void backward(RowSelection selection, double[] outputGradient, float[] delta, float[] gradient) {
    BlockGraphRows rows = selection.rows();
    hiddenDelta = Buffers.reserve(hiddenDelta, selection.numRows(), headStride);
    active.clear();
    for (int i = 0; i < selection.numRows(); i++) {
      int row = selection.row(i);
      float stopDelta = derivative(outputGradient, rows.stopOutput(row));
      float flowDelta = derivative(outputGradient, rows.flowOutput(row));
      if (stopDelta != 0f || flowDelta != 0f) {
        backwardUnits(row, stopDelta, flowDelta, active.size() * headStride, gradient);
        active.add(i);
      }
    }
    if (active.size() > 0) {
      backwardDense(selection, delta, gradient);
    }
  }

  private static float derivative(double[] outputGradient, int output) {
    return output < 0 ? 0f : (float) outputGradient[output];
  }

  private void backwardUnits(int row, float stopDelta, float flowDelta, int at, float[] gradient) {
    int hiddenAt = row * headStride;
    Arrays.fill(hiddenDelta, at, at + headStride, 0f);
    if (stopDelta != 0f) {
      stop.backward(stopDelta, hidden, hiddenAt, hiddenDelta, at, gradient);
    }
    if (flowDelta != 0f) {
      flow.backward(flowDelta, hidden, hiddenAt, hiddenDelta, at, gradient);
    }
    kernels.multiplyByDerivative(activation, hidden, hiddenAt, hiddenDelta, at, headStride);
    kernels.add(hiddenDelta, at, gradient, layer.biasOffset(), headWidth);
  }

  private void backwardDense(RowSelection selection, float[] delta, float[] gradient) {
    int count = active.size();
    pooledDelta = Buffers.reserve(pooledDelta, count, stride);
    pooledAt = Buffers.reserve(pooledAt, count);
    for (int a = 0; a < count; a++) {
      pooledAt[a] = selection.row(active.get(a)) * stride;
    }
    dense.addWeightGradient(pooled, pooledAt, hiddenDelta, count, gradient, layer.offset());
    dense.backward(hiddenDelta, pooledDelta, count);
    for (int a = 0; a < count; a++) {
      int end = selection.nodeBegin(active.get(a) + 1);
      for (int n = selection.nodeBegin(active.get(a)); n < end; n++) {
        kernels.add(pooledDelta, a * stride, delta, n * stride, width);
      }
      if (condition != null) {
        condition.addDelta(active.get(a), pooledDelta, a * stride);
      }
    }
  }
}
