package org.gflownet.model;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * The first layer, on binary features: a sum of the weight rows of the active features forwards, a
 * scatter onto those rows backwards.
 *
 * <p>Mutable; not thread-safe.
 */
final class InputLayer {
  private final MatrixKernels kernels;
  private final int numFeatures;
  private final int width;
  private final int stride;
  private final float[] bias;
  private final float[] weights;
  private final float[] gradient;
  private final boolean[] touched;
  private final IntList touchedFeatures = new IntList(64);

  InputLayer(MatrixKernels kernels, MlpSpec spec) {
    this.kernels = kernels;
    numFeatures = spec.numFeatures();
    width = spec.width(1);
    stride = kernels.stride(width);
    bias = new float[stride];
    weights = new float[Math.multiplyExact(numFeatures, stride)];
    gradient = new float[weights.length];
    touched = new boolean[numFeatures];
  }

  /** Takes new parameters; row f of {@code weights} then holds feature f's weight of each unit. */
  void load(float[] parameters) {
    Panels.transpose(parameters, 0, numFeatures, width, weights, 0, stride);
    System.arraycopy(parameters, numFeatures * width, bias, 0, width);
  }

  /** Writes the pre-activations of rows first..last-1 to their place in {@code out}. */
  void forward(StateBatch batch, int first, int last, float[] out) {
    int[] features = batch.features();
    for (int r = first; r < last; r++) {
      System.arraycopy(bias, 0, out, r * stride, stride);
      kernels.addRows(
          features,
          batch.featureOffset(r),
          batch.featureOffset(r + 1),
          weights,
          stride,
          out,
          r * stride,
          stride);
    }
  }

  /** Adds the weights' derivative for one row of the batch to the layer's own sum. */
  void addWeightGradient(StateBatch batch, int row, float[] delta, int deltaAt) {
    int[] features = batch.features();
    int end = batch.featureOffset(row + 1);
    for (int t = batch.featureOffset(row); t < end; t++) {
      int f = features[t];
      if (!touched[f]) {
        touched[f] = true;
        touchedFeatures.add(f);
        Arrays.fill(gradient, f * stride, f * stride + stride, 0f);
      }
      kernels.add(delta, deltaAt, gradient, f * stride, stride);
    }
  }

  /** Adds the layer's own sum to the flat gradient and forgets it. */
  void flush(float[] flatGradient) {
    int[] features = touchedFeatures.array();
    int count = touchedFeatures.size();
    Arrays.sort(features, 0, count);
    for (int o = 0; o < width; o++) {
      addColumn(features, count, o, flatGradient, o * numFeatures);
    }
    for (int t = 0; t < count; t++) {
      touched[features[t]] = false;
    }
    touchedFeatures.clear();
  }

  private void addColumn(int[] features, int count, int unit, float[] flatGradient, int at) {
    for (int t = 0; t < count; t++) {
      int f = features[t];
      flatGradient[at + f] += gradient[f * stride + unit];
    }
  }
}
