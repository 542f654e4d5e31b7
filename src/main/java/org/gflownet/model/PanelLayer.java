package org.gflownet.model;

import java.util.Arrays;

/** A dense layer on panels: the weights are repacked once per load, in both directions. */
final class PanelLayer implements DenseLayer {
  private final MatrixKernels kernels;
  private final int numInputs;
  private final int numOutputs;
  private final int panelWidth;
  private final int inStride;
  private final int outStride;
  private final float[] forwardPanels;
  private final float[] backwardPanels;
  private final float[] bias;
  private final float[] tile;
  private float[] panel = new float[0];
  private int[] inRows = new int[0];
  private int[] outRows = new int[0];

  PanelLayer(MatrixKernels kernels, int numInputs, int numOutputs) {
    this.kernels = kernels;
    this.numInputs = numInputs;
    this.numOutputs = numOutputs;
    panelWidth = kernels.panelWidth();
    inStride = kernels.stride(numInputs);
    outStride = kernels.stride(numOutputs);
    forwardPanels = new float[Math.multiplyExact(numInputs, outStride)];
    backwardPanels = new float[Math.multiplyExact(numOutputs, inStride)];
    bias = new float[outStride];
    tile = new float[Math.multiplyExact(numOutputs, panelWidth)];
  }

  @Override
  public void load(float[] parameters, int weightOffset) {
    Panels.packTransposed(
        parameters, weightOffset, numInputs, numOutputs, panelWidth, forwardPanels);
    Panels.pack(parameters, weightOffset, numOutputs, numInputs, panelWidth, backwardPanels);
    System.arraycopy(parameters, weightOffset + numInputs * numOutputs, bias, 0, numOutputs);
  }

  @Override
  public void forward(float[] in, int inAt, float[] out, int outAt, int rows) {
    placeRows(inAt, inStride, outAt, outStride, rows);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(bias, 0, out, outRows[r], outStride);
    }
    for (int c = 0; c < outStride; c += panelWidth) {
      kernels.multiply(
          in, inRows, rows, forwardPanels, c * numInputs, numInputs, out, outRows, c);
    }
  }

  @Override
  public void backward(float[] delta, float[] inDelta, int rows) {
    placeRows(0, outStride, 0, inStride, rows);
    Arrays.fill(inDelta, 0, rows * inStride, 0f);
    for (int c = 0; c < inStride; c += panelWidth) {
      kernels.multiply(
          delta, inRows, rows, backwardPanels, c * numOutputs, numOutputs, inDelta, outRows, c);
    }
  }

  @Override
  public void addWeightGradient(
      float[] in, int[] inAt, float[] delta, int rows, float[] gradient, int weightOffset) {
    if (panel.length < rows * panelWidth) {
      panel = new float[rows * panelWidth];
    }
    for (int c = 0; c < numInputs; c += panelWidth) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(in, inAt[r] + c, panel, r * panelWidth, panelWidth);
      }
      if (c + panelWidth <= numInputs) {
        kernels.multiplyTransposed(
            delta, 0, outStride, numOutputs, panel, 0, rows, gradient, weightOffset + c, numInputs);
      } else {
        addLastPanel(delta, rows, gradient, weightOffset + c, numInputs - c);
      }
    }
  }

  /** The panel that ends beyond the last input works on a copy of its part of the gradient. */
  private void addLastPanel(float[] delta, int rows, float[] gradient, int at, int width) {
    for (int o = 0; o < numOutputs; o++) {
      System.arraycopy(gradient, at + o * numInputs, tile, o * panelWidth, width);
    }
    kernels.multiplyTransposed(
        delta, 0, outStride, numOutputs, panel, 0, rows, tile, 0, panelWidth);
    for (int o = 0; o < numOutputs; o++) {
      System.arraycopy(tile, o * panelWidth, gradient, at + o * numInputs, width);
    }
  }

  private void placeRows(int inAt, int inStep, int outAt, int outStep, int rows) {
    if (inRows.length < rows) {
      inRows = new int[rows];
      outRows = new int[rows];
    }
    for (int r = 0; r < rows; r++) {
      inRows[r] = inAt + r * inStep;
      outRows[r] = outAt + r * outStep;
    }
  }
}
