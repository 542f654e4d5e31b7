package org.gflownet.model;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * The first layer, on few features that are not 0, most of them 1: a sum of their weight rows,
 * times their values, forwards, a scatter onto those rows backwards.
 *
 * <p>Mutable; not thread-safe.
 */
final class InputLayer {
  /** Weights that all rows of a block pass over before they go on: half a megabyte, in cache. */
  private static final int TILE_FLOATS = 1 << 17;

  private final MatrixKernels kernels;
  private final int numFeatures;
  private final int width;
  private final int stride;
  private final float[] bias;
  private final float[] weights;
  private final float[] gradient;
  private final boolean[] touched;
  private final IntList touchedFeatures = new IntList(64);
  private final int tile;
  private int[] cursors = new int[0];
  private final float[] factor = new float[1];
  private final int[] first = new int[1];

  InputLayer(MatrixKernels kernels, MlpSpec spec) {
    this.kernels = kernels;
    numFeatures = spec.numFeatures();
    width = spec.width(1);
    stride = kernels.stride(width);
    bias = new float[stride];
    weights = new float[Math.multiplyExact(numFeatures, stride)];
    gradient = new float[weights.length];
    touched = new boolean[numFeatures];
    tile = Math.max(1, TILE_FLOATS / stride);
  }

  /** Takes new parameters; row f of {@code weights} then holds feature f's weight of each unit. */
  void load(float[] parameters) {
    Panels.transpose(parameters, 0, numFeatures, width, weights, 0, stride);
    System.arraycopy(parameters, numFeatures * width, bias, 0, width);
  }

  /** Writes the pre-activations of rows first..last-1 to their place in {@code out}. */
  void forward(StateBatch batch, int first, int last, float[] out) {
    int[] features = batch.features();
    float[] values = batch.values();
    begin(last - first);
    for (int r = first; r < last; r++) {
      System.arraycopy(bias, 0, out, r * stride, stride);
      cursors[r - first] = batch.featureOffset(r);
    }
    for (int limit = tile; limit < numFeatures + tile; limit += tile) {
      for (int r = first; r < last; r++) {
        int from = cursors[r - first];
        int to = advance(features, from, batch.featureOffset(r + 1), limit);
        if (values == null) {
          kernels.addRows(features, from, to, weights, stride, out, r * stride, stride);
        } else {
          kernels.addScaledRows(
              values, features, from, to, weights, 0, stride, out, r * stride, stride);
        }
        cursors[r - first] = to;
      }
    }
  }

  /**
   * Adds the weights' derivative for some rows of the batch to the layer's own sum.
   *
   * @param rows batch rows, of which those at from..to-1 count
   * @param delta derivatives by their pre-activations, the first at 0
   */
  void addWeightGradient(StateBatch batch, int[] rows, int from, int to, float[] delta) {
    int[] features = batch.features();
    float[] values = batch.values();
    begin(to - from);
    for (int i = from; i < to; i++) {
      cursors[i - from] = batch.featureOffset(rows[i]);
    }
    for (int limit = tile; limit < numFeatures + tile; limit += tile) {
      for (int i = from; i < to; i++) {
        int begin = cursors[i - from];
        int end = advance(features, begin, batch.featureOffset(rows[i] + 1), limit);
        scatter(features, values, begin, end, delta, (i - from) * stride);
        cursors[i - from] = end;
      }
    }
  }

  private void begin(int rows) {
    if (cursors.length < rows) {
      cursors = new int[rows];
    }
  }

  /** The first position from {@code at} on whose feature is not below the limit. */
  private static int advance(int[] features, int at, int end, int limit) {
    if (at < end && features[end - 1] < limit) {
      return end;
    }
    int next = at;
    while (next < end && features[next] < limit) {
      next++;
    }
    return next;
  }

  private void scatter(
      int[] features, float[] values, int begin, int end, float[] delta, int deltaAt) {
    for (int t = begin; t < end; t++) {
      int f = features[t];
      if (!touched[f]) {
        touched[f] = true;
        touchedFeatures.add(f);
        Arrays.fill(gradient, f * stride, f * stride + stride, 0f);
      }
      if (values == null || values[t] == 1f) {
        kernels.add(delta, deltaAt, gradient, f * stride, stride);
      } else {
        factor[0] = values[t];
        kernels.addScaledRows(
            factor, first, 0, 1, delta, deltaAt, stride, gradient, f * stride, stride);
      }
    }
  }

  /** Adds the layer's own sum to the flat gradient and forgets it. */
  void flush(float[] flatGradient) {
    int[] features = touchedFeatures.array();
    int count = touchedFeatures.size();
    Arrays.sort(features, 0, count);
    for (int from = 0; from < count; from += tile) {
      int to = Math.min(count, from + tile);
      for (int o = 0; o < width; o++) {
        addColumn(features, from, to, o, flatGradient, o * numFeatures);
      }
    }
    for (int t = 0; t < count; t++) {
      touched[features[t]] = false;
    }
    touchedFeatures.clear();
  }

  private void addColumn(int[] features, int from, int to, int unit, float[] flatGradient, int at) {
    for (int t = from; t < to; t++) {
      int f = features[t];
      flatGradient[at + f] += gradient[f * stride + unit];
    }
  }
}
