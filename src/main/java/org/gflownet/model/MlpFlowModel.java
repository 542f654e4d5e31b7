package org.gflownet.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gflownet.math.IntList;

/**
 * A multi-layer perceptron over {@link MatrixKernels}.
 *
 * <p>Keeps the activations of all evaluated rows, in memory that grows to the largest slice and is
 * then reused, so that steady training allocates nothing. Rows pass through the layers in blocks
 * that fit the cache. The bits of a row's outputs depend on the parameters and that row alone, and
 * those of a gradient on the rows with a non-zero derivative in their order, provided the kernels
 * keep their word.
 *
 * <p>Mutable; not thread-safe.
 */
public final class MlpFlowModel implements FlowModel {
  /** Rows that pass through the layers together; part of no result's bits. */
  private static final int BLOCK_ROWS = 96;

  private final MlpSpec spec;
  private final MatrixKernels kernels;
  private final InputLayer inputLayer;
  private final DenseLayer[] denseLayers;
  private final OutputLayer outputLayer;
  private final int[] strides;
  private final float[][] activations;
  private final IntList activeRows = new IntList(256);
  private final int[] inputAt = new int[BLOCK_ROWS];

  /** 0, 1, 2, ...: the rows of a block in their order. */
  private final int[] blockRows = IntStream.range(0, BLOCK_ROWS).toArray();

  private float[] delta;
  private float[] nextDelta;
  private float[] outputs = new float[256];
  private int capacity;
  private int numRows;

  /**
   * A model without parameters.
   *
   * @param spec shape of the network
   * @param kernels arithmetic, used by this model alone
   */
  public MlpFlowModel(MlpSpec spec, MatrixKernels kernels) {
    this.spec = spec;
    this.kernels = kernels;
    int numHidden = spec.hidden().size();
    inputLayer = new InputLayer(kernels, spec);
    outputLayer = new OutputLayer(kernels, spec);
    denseLayers = new DenseLayer[numHidden];
    strides = new int[numHidden];
    activations = new float[numHidden][];
    int maxStride = 0;
    for (int l = 0; l < numHidden; l++) {
      if (l > 0) {
        denseLayers[l] = kernels.dense(spec.width(l), spec.width(l + 1));
      }
      strides[l] = kernels.stride(spec.width(l + 1));
      activations[l] = new float[0];
      maxStride = Math.max(maxStride, strides[l]);
    }
    delta = new float[Math.multiplyExact(BLOCK_ROWS, maxStride)];
    nextDelta = new float[delta.length];
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
    checkLength("parameters", parameters.length, spec.numParameters());
    inputLayer.load(parameters);
    for (int l = 1; l < denseLayers.length; l++) {
      denseLayers[l].load(parameters, spec.weightOffset(l));
    }
    outputLayer.load(parameters);
    reset();
  }

  @Override
  public void reset() {
    numRows = 0;
  }

  @Override
  public void evaluate(StateBatch batch) {
    int end = batch.numRows();
    if (end < numRows) {
      throw new IllegalStateException(
          "the batch has " + end + " rows, but " + numRows + " were evaluated before");
    }
    ensureCapacity(end, batch.numOutputs());
    while (numRows < end) {
      int last = Math.min(end, numRows + BLOCK_ROWS);
      evaluateBlock(batch, numRows, last);
      numRows = last;
    }
  }

  private void evaluateBlock(StateBatch batch, int first, int last) {
    inputLayer.forward(batch, first, last, activations[0]);
    activate(0, first, last);
    for (int l = 1; l < denseLayers.length; l++) {
      denseLayers[l].forward(
          activations[l - 1],
          first * strides[l - 1],
          activations[l],
          first * strides[l],
          last - first);
      activate(l, first, last);
    }
    outputLayer.forward(batch, first, last, activations[activations.length - 1], outputs);
  }

  private void activate(int layer, int first, int last) {
    int stride = strides[layer];
    kernels.activate(spec.activation(), activations[layer], first * stride, last * stride);
  }

  private void ensureCapacity(int rows, int numOutputs) {
    if (numOutputs > outputs.length) {
      outputs = Arrays.copyOf(outputs, Math.max(numOutputs, outputs.length * 2));
    }
    if (rows <= capacity) {
      return;
    }
    int newCapacity = Math.max(Math.max(rows, 64), (int) Math.min(2L * capacity, 1 << 24));
    for (int l = 0; l < activations.length; l++) {
      long length = (long) newCapacity * strides[l];
      if (length > Integer.MAX_VALUE - 16) {
        throw new IllegalStateException(
            rows + " states at once are too many for a hidden layer of " + spec.width(l + 1));
      }
      activations[l] = Arrays.copyOf(activations[l], (int) length);
    }
    capacity = newCapacity;
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    checkLength("gradient", gradient.length, spec.numParameters());
    activeRows.clear();
    for (int r = 0; r < numRows; r++) {
      if (batch.isActive(r, outputGradient)) {
        activeRows.add(r);
      }
    }
    for (int from = 0; from < activeRows.size(); from += BLOCK_ROWS) {
      int to = Math.min(activeRows.size(), from + BLOCK_ROWS);
      backwardBlock(batch, from, to, outputGradient, gradient);
    }
    inputLayer.flush(gradient);
  }

  private void backwardBlock(
      StateBatch batch, int from, int to, double[] outputGradient, float[] gradient) {
    int[] rows = activeRows.array();
    int top = activations.length - 1;
    outputLayer.backward(batch, rows, from, to, outputGradient, activations[top], delta, gradient);
    for (int l = top; l >= 0; l--) {
      toPreActivation(l, rows, from, to, gradient);
      if (l > 0) {
        backwardDense(l, rows, from, to, gradient);
      }
    }
    inputLayer.addWeightGradient(batch, rows, from, to, delta);
  }

  /**
   * Turns delta from a derivative by activations into one by pre-activations, and adds the bias's.
   */
  private void toPreActivation(int layer, int[] rows, int from, int to, float[] gradient) {
    int stride = strides[layer];
    int biasOffset = spec.biasOffset(layer);
    int width = spec.width(layer + 1);
    for (int i = from; i < to; i++) {
      int at = (i - from) * stride;
      kernels.multiplyByDerivative(
          spec.activation(), activations[layer], rows[i] * stride, delta, at, stride);
    }
    kernels.addRows(blockRows, 0, to - from, delta, stride, gradient, biasOffset, width);
  }

  private void backwardDense(int layer, int[] rows, int from, int to, float[] gradient) {
    for (int i = from; i < to; i++) {
      inputAt[i - from] = rows[i] * strides[layer - 1];
    }
    denseLayers[layer].addWeightGradient(
        activations[layer - 1], inputAt, delta, to - from, gradient, spec.weightOffset(layer));
    denseLayers[layer].backward(delta, nextDelta, to - from);
    float[] swap = delta;
    delta = nextDelta;
    nextDelta = swap;
  }

  private static void checkLength(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(what + " has length " + actual + ", not " + expected);
    }
  }
}
