package org.gflownet.model.graph;

import org.gflownet.model.MatrixKernels;

/**
 * One linear output unit with a bias.
 *
 * <p>Mutable; not thread-safe.
 */
final class LinearUnit {
  private static final int[] FIRST_ROW = {0};

  private final MatrixKernels kernels;
  private final int offset;
  private final int biasOffset;
  private final float[] weights;
  private final float[] factor = new float[1];
  private float bias;

  /** The unit of that number of a layer. */
  LinearUnit(MatrixKernels kernels, BlockGraphSpec.Layer layer, int unit) {
    this.kernels = kernels;
    offset = layer.offset() + unit * layer.numInputs();
    biasOffset = layer.biasOffset() + unit;
    weights = new float[layer.numInputs()];
  }

  void load(float[] parameters) {
    System.arraycopy(parameters, offset, weights, 0, weights.length);
    bias = parameters[biasOffset];
  }

  /** The unit's value for the inputs from {@code at} on. */
  float apply(float[] inputs, int at) {
    float sum = bias;
    for (int k = 0; k < weights.length; k++) {
      sum = Math.fma(inputs[at + k], weights[k], sum);
    }
    return sum;
  }

  /** Adds to the derivative by the inputs and by the parameters. */
  void backward(
      float derivative, float[] inputs, int at, float[] inputDelta, int deltaAt, float[] gradient) {
    factor[0] = derivative;
    int width = weights.length;
    kernels.addScaledRows(factor, FIRST_ROW, 0, 1, weights, 0, width, inputDelta, deltaAt, width);
    kernels.addScaledRows(factor, FIRST_ROW, 0, 1, inputs, at, width, gradient, offset, width);
    gradient[biasOffset] += derivative;
  }
}
