package org.gflownet.model;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * The last layer, linear, of which each row wants some units only.
 *
 * <p>Forwards, a panel of units is computed for the rows that want one of them, so the cost follows
 * the wanted units where they are few of many, and is that of a dense product where they are most.
 * Backwards, only outputs with a non-zero derivative are touched. Mutable; not thread-safe.
 */
final class OutputLayer {
  private static final int MAX_TILE_ROWS = 96;

  private final MatrixKernels kernels;
  private final int depth;
  private final int inStride;
  private final int numUnits;
  private final int panelWidth;
  private final int weightOffset;
  private final int biasOffset;
  private final float[] weights;
  private final float[] panels;
  private final float[] bias;
  private final float[] tile;
  private final RowBlock block = new RowBlock();
  private final int[] rowAt = new int[MAX_TILE_ROWS];
  private final int[] rowOutput = new int[MAX_TILE_ROWS];
  private final int[] rowEnd = new int[MAX_TILE_ROWS];
  private final Buckets wanted;
  private final Buckets derivatives;
  private final IntList pairRows = new IntList(256);
  private final IntList pairOutputs = new IntList(256);
  private final IntList pairUnits = new IntList(256);
  private final IntList pairEnds = new IntList(256);
  private float[] factors = new float[256];
  private float[] unitFactors = new float[256];
  private int[] unitRows = new int[256];

  OutputLayer(MatrixKernels kernels, MlpSpec spec) {
    this.kernels = kernels;
    int last = spec.numLayers() - 1;
    depth = spec.width(last);
    inStride = kernels.stride(depth);
    numUnits = spec.numOutputs();
    panelWidth = kernels.panelWidth();
    weightOffset = spec.weightOffset(last);
    biasOffset = spec.biasOffset(last);
    int numPanels = (numUnits - 1) / panelWidth + 1;
    bias = new float[Math.multiplyExact(numPanels, panelWidth)];
    panels = new float[Math.multiplyExact(bias.length, depth)];
    weights = new float[numUnits * depth];
    tile = new float[MAX_TILE_ROWS * panelWidth];
    wanted = new Buckets(numPanels);
    derivatives = new Buckets(numUnits);
  }

  void load(float[] parameters) {
    Panels.packTransposed(parameters, weightOffset, depth, numUnits, panelWidth, panels);
    System.arraycopy(parameters, weightOffset, weights, 0, weights.length);
    System.arraycopy(parameters, biasOffset, bias, 0, numUnits);
  }

  /** Writes the wanted outputs of rows first..last-1, from their activations before the layer. */
  void forward(StateBatch batch, int first, int last, float[] in, float[] outputs) {
    pairRows.clear();
    pairOutputs.clear();
    pairEnds.clear();
    wanted.clear();
    int[] units = batch.outputs();
    for (int r = first; r < last; r++) {
      collectPanels(units, r, batch.outputOffset(r), batch.outputOffset(r + 1));
    }
    for (int b = 0; b < wanted.numUsed(); b++) {
      int panel = wanted.used(b);
      int rows = 0;
      for (int pair = wanted.first(panel); pair >= 0; pair = wanted.next(pair)) {
        rowAt[rows] = pairRows.get(pair) * inStride;
        rowOutput[rows] = pairOutputs.get(pair);
        rowEnd[rows] = pairEnds.get(pair);
        if (++rows == MAX_TILE_ROWS) {
          forwardTile(panel, rows, in, units, outputs);
          rows = 0;
        }
      }
      if (rows > 0) {
        forwardTile(panel, rows, in, units, outputs);
      }
    }
  }

  /** Notes which panels a row needs and which of its outputs lie in each. */
  private void collectPanels(int[] units, int row, int begin, int end) {
    int at = begin;
    while (at < end) {
      int panel = units[at] / panelWidth;
      int limit = (panel + 1) * panelWidth;
      int stop = at + 1;
      while (stop < end && units[stop] < limit) {
        stop++;
      }
      pairRows.add(row);
      pairOutputs.add(at);
      pairEnds.add(stop);
      wanted.add(panel);
      at = stop;
    }
  }

  private void forwardTile(int panel, int rows, float[] in, int[] units, float[] outputs) {
    int base = panel * panelWidth;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(bias, base, tile, i * panelWidth, panelWidth);
    }
    for (int k = 0; k < depth; k += MatrixKernels.PITCH) {
      int part = Math.min(MatrixKernels.PITCH, depth - k);
      block.take(in, rowAt, rows, k, part);
      int at = base * depth + k * panelWidth;
      kernels.multiply(
          block.array(), block.position(), rows, panels, at, part, tile, 0, panelWidth);
    }
    for (int i = 0; i < rows; i++) {
      int from = i * panelWidth - base;
      for (int at = rowOutput[i]; at < rowEnd[i]; at++) {
        outputs[at] = tile[from + units[at]];
      }
    }
  }

  /**
   * Propagates the derivative of some rows, and adds to the gradient of the layer's parameters.
   *
   * @param rows batch rows, increasing
   * @param outputGradient by flat output
   * @param in activations before the layer of all rows
   * @param delta takes row i's derivative by those activations at i * stride, overwritten
   * @param gradient the flat vector, added to
   */
  void backward(
      StateBatch batch,
      int[] rows,
      int from,
      int to,
      double[] outputGradient,
      float[] in,
      float[] delta,
      float[] gradient) {
    pairRows.clear();
    pairUnits.clear();
    derivatives.clear();
    for (int i = from; i < to; i++) {
      int begin = pairUnits.size();
      collectDerivatives(batch, rows[i], outputGradient);
      int at = (i - from) * inStride;
      Arrays.fill(delta, at, at + inStride, 0f);
      kernels.addScaledRows(
          factors, pairUnits.array(), begin, pairUnits.size(), weights, 0, depth, delta, at, depth);
    }
    addParameterGradient(in, gradient);
  }

  private void collectDerivatives(StateBatch batch, int row, double[] outputGradient) {
    int[] units = batch.outputs();
    int end = batch.outputOffset(row + 1);
    for (int at = batch.outputOffset(row); at < end; at++) {
      float d = (float) outputGradient[at];
      if (d != 0f) {
        int pair = pairUnits.size();
        if (pair == factors.length) {
          factors = Arrays.copyOf(factors, pair * 2);
        }
        factors[pair] = d;
        pairRows.add(row);
        pairUnits.add(units[at]);
        derivatives.add(units[at]);
      }
    }
  }

  private void addParameterGradient(float[] in, float[] gradient) {
    for (int b = 0; b < derivatives.numUsed(); b++) {
      int unit = derivatives.used(b);
      int count = 0;
      for (int pair = derivatives.first(unit); pair >= 0; pair = derivatives.next(pair)) {
        if (count == unitRows.length) {
          unitRows = Arrays.copyOf(unitRows, count * 2);
          unitFactors = Arrays.copyOf(unitFactors, count * 2);
        }
        unitRows[count] = pairRows.get(pair);
        unitFactors[count++] = factors[pair];
        gradient[biasOffset + unit] += factors[pair];
      }
      int at = weightOffset + unit * depth;
      kernels.addScaledRows(unitFactors, unitRows, 0, count, in, 0, inStride, gradient, at, depth);
    }
  }
}
