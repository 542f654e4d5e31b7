package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.DenseLayer;
import org.gflownet.model.MatrixKernels;

/**
 * Logits of all fragments from stem states: {@code <q, U_f> / sqrt(d) + c_f}, one product for a
 * chunk of stems. Backwards, stems with few derivatives touch those fragments only.
 *
 * <p>Mutable; not thread-safe.
 */
final class FragmentLayer {
  private static final int MAX_STEMS = 96;
  private static final int MIN_STEMS = 12;
  private static final int TILE_LENGTH = 1 << 17;

  /** A stem with fewer derivatives than this part of the vocabulary is propagated one by one. */
  private static final int SPARSE_PART = 8;

  private final MatrixKernels kernels;
  private final BlockGraphSpec.Layer layer;
  private final int width;
  private final int numFragments;
  private final int stride;
  private final int outStride;
  private final int maxStems;
  private final float scale;
  private final DenseLayer dense;
  private final float[] scaled;
  private final float[] tile;
  private final float[] stemDelta;
  private final int[] stemAt;
  private final float[] factors;
  private final int[] factorUnits;
  private final int[] stemRow = new int[1];
  private final float[] stemFactor = new float[1];

  FragmentLayer(MatrixKernels kernels, BlockGraphSpec spec) {
    this.kernels = kernels;
    layer = spec.layer("fragments");
    width = spec.width();
    numFragments = spec.numFragments();
    stride = kernels.stride(width);
    outStride = kernels.stride(numFragments);
    maxStems = Math.max(MIN_STEMS, Math.min(MAX_STEMS, TILE_LENGTH / outStride));
    scale = spec.logitScale();
    dense = kernels.dense(width, numFragments);
    scaled = new float[layer.end() - layer.offset()];
    tile = new float[Math.multiplyExact(maxStems, outStride)];
    stemDelta = new float[maxStems * stride];
    stemAt = new int[maxStems];
    factors = new float[numFragments];
    factorUnits = new int[numFragments];
  }

  /** Takes new parameters; the factor of the products becomes one of the weights. */
  void load(float[] parameters) {
    int numWeights = width * numFragments;
    for (int i = 0; i < numWeights; i++) {
      scaled[i] = parameters[layer.offset() + i] * scale;
    }
    System.arraycopy(parameters, layer.biasOffset(), scaled, numWeights, numFragments);
    dense.load(scaled, 0);
  }

  /** Largest number of stems of one backward call. */
  int maxStems() {
    return maxStems;
  }

  /** Whether a stem with so many derivatives belongs to {@link #backwardSparse}. */
  boolean isSparse(int numDerivatives) {
    return (long) numDerivatives * SPARSE_PART <= numFragments;
  }

  /** Writes the wanted logits of stems first..last-1. */
  void forward(
      BlockGraphRows rows, int first, int last, float[] states, int[] units, float[] outputs) {
    for (int from = first; from < last; from += maxStems) {
      int to = Math.min(last, from + maxStems);
      dense.forward(states, from * stride, tile, 0, to - from);
      for (int s = from; s < to; s++) {
        pick(rows, s, (s - from) * outStride, units, outputs);
      }
    }
  }

  private void pick(BlockGraphRows rows, int stem, int at, int[] units, float[] outputs) {
    int begin = rows.stemBegin(stem);
    int count = rows.stemEnd(stem) - begin;
    if (count == numFragments) {
      System.arraycopy(tile, at, outputs, begin, count);
      return;
    }
    int shift = at - rows.stemUnit(stem);
    for (int o = begin; o < begin + count; o++) {
      outputs[o] = tile[units[o] + shift];
    }
  }

  /**
   * Propagates stems with many derivatives in one product and adds the derivative by the
   * parameters.
   *
   * @return derivative by the stems' states, {@code kernels.stride(width)} apart; valid until the
   *     next call
   */
  float[] backwardDense(
      BlockGraphRows rows,
      IntList stems,
      int from,
      int to,
      double[] outputGradient,
      int[] units,
      float[] states,
      float[] gradient) {
    int count = to - from;
    Arrays.fill(tile, 0, count * outStride, 0f);
    for (int i = 0; i < count; i++) {
      int stem = stems.get(from + i);
      stemAt[i] = stem * stride;
      int shift = i * outStride - rows.stemUnit(stem);
      for (int o = rows.stemBegin(stem); o < rows.stemEnd(stem); o++) {
        tile[units[o] + shift] = (float) outputGradient[o];
      }
      kernels.add(tile, i * outStride, gradient, layer.biasOffset(), numFragments);
    }
    dense.backward(tile, stemDelta, count);
    for (int i = 0; i < count * outStride; i++) {
      tile[i] *= scale;
    }
    dense.addWeightGradient(states, stemAt, tile, count, gradient, layer.offset());
    return stemDelta;
  }

  /** The same for stems with few derivatives, one by one. */
  float[] backwardSparse(
      BlockGraphRows rows,
      IntList stems,
      int from,
      int to,
      double[] outputGradient,
      int[] units,
      float[] states,
      float[] gradient) {
    for (int i = from; i < to; i++) {
      int stem = stems.get(i);
      int count = 0;
      for (int o = rows.stemBegin(stem); o < rows.stemEnd(stem); o++) {
        float derivative = (float) outputGradient[o];
        if (derivative != 0f) {
          factorUnits[count] = units[o] - rows.stemUnit(stem);
          factors[count++] = derivative;
          addGradient(factorUnits[count - 1], derivative, stem, states, gradient);
        }
      }
      int at = (i - from) * stride;
      Arrays.fill(stemDelta, at, at + stride, 0f);
      kernels.addScaledRows(factors, factorUnits, 0, count, scaled, 0, width, stemDelta, at, width);
    }
    return stemDelta;
  }

  private void addGradient(
      int fragment, float derivative, int stem, float[] states, float[] gradient) {
    stemRow[0] = stem;
    stemFactor[0] = derivative * scale;
    int at = layer.offset() + fragment * width;
    kernels.addScaledRows(stemFactor, stemRow, 0, 1, states, 0, stride, gradient, at, width);
    gradient[layer.biasOffset() + fragment] += derivative;
  }
}
