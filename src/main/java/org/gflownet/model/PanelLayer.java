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
  private final int[] unitAt;
  private final RowBlock block = new RowBlock();
  private float[] panel = new float[0];

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
    unitAt = new int[numOutputs];
  }

  @Override
  public void load(float[] parameters, int weightOffset) {
    Panels.packTransposed(
        parameters, weightOffset, numInputs, numOutputs, panelWidth, forwardPanels);
    packBackward(parameters, weightOffset);
    System.arraycopy(parameters, weightOffset + numInputs * numOutputs, bias, 0, numOutputs);
  }

  private void packBackward(float[] parameters, int weightOffset) {
    for (int o = 0; o < numOutputs; o++) {
      unitAt[o] = weightOffset + o * numInputs;
    }
    int whole = numInputs - numInputs % panelWidth;
    for (int c = 0; c < whole; c += panelWidth) {
      kernels.copyPanel(parameters, unitAt, c, numOutputs, backwardPanels, c * numOutputs);
    }
    for (int o = 0; whole < numInputs && o < numOutputs; o++) {
      int to = whole * numOutputs + o * panelWidth;
      System.arraycopy(parameters, unitAt[o] + whole, backwardPanels, to, numInputs - whole);
    }
  }

  @Override
  public void forward(float[] in, int inAt, float[] out, int outAt, int rows) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(bias, 0, out, outAt + r * outStride, outStride);
    }
    multiply(in, inAt, inStride, numInputs, rows, forwardPanels, out, outAt, outStride);
  }

  @Override
  public void backward(float[] delta, float[] inDelta, int rows) {
    Arrays.fill(inDelta, 0, rows * inStride, 0f);
    multiply(delta, 0, outStride, numOutputs, rows, backwardPanels, inDelta, 0, inStride);
  }

  /** Adds to the rows of c those of a times a whole matrix of panels. */
  private void multiply(
      float[] a,
      int aAt,
      int aStride,
      int depth,
      int rows,
      float[] panels,
      float[] c,
      int cAt,
      int cStride) {
    for (int k = 0; k < depth; k += MatrixKernels.PITCH) {
      int part = Math.min(MatrixKernels.PITCH, depth - k);
      block.take(a, aAt, aStride, rows, k, part);
      for (int j = 0; j < cStride; j += panelWidth) {
        int at = j * depth + k * panelWidth;
        kernels.multiply(
            block.array(), block.position(), rows, panels, at, part, c, cAt + j, cStride);
      }
    }
  }

  @Override
  public void addWeightGradient(
      float[] in, int[] inAt, float[] delta, int rows, float[] gradient, int weightOffset) {
    if (panel.length < rows * panelWidth) {
      panel = new float[rows * panelWidth];
    }
    for (int c = 0; c < numInputs; c += panelWidth) {
      kernels.copyPanel(in, inAt, c, rows, panel, 0);
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
}
