package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.chem.AtomFeatures;

/**
 * The weights as the kernels want them: matrices in panels of columns, the five edge matrices
 * computed once, and the arguments of sigmoids halved, since sigmoid(x) = (1 + tanh(x / 2)) / 2.
 *
 * <p>Halving is exact in binary floating point. Immutable; thread-safe.
 */
final class PackedWeights {
  /** Width of a hidden state. */
  static final int HIDDEN = 64;

  /** Width of the set-to-set state: a query and what it read. */
  static final int READOUT = 2 * HIDDEN;

  private static final int EDGE_HIDDEN = 128;
  private static final double LEAK = 0.01;

  private final int panelWidth;

  /** Row f holds what atom feature f adds to the hidden state. */
  final float[] features;

  final float[] featureBias;

  /** One matrix for each kind of edge, sender's state to message. */
  final float[][] edges;

  final float[] root;
  final float[] messageBias;

  /** Reset and update gates of the GRU, from hidden state and message together. */
  final float[][] gates = new float[2][];

  final float[][] gateBiases = new float[2][];

  /** Candidate state of the GRU, from the hidden state. */
  final float[] hiddenCandidate;

  final float[] hiddenCandidateBias;

  /** Candidate state of the GRU, from the message. */
  final float[] messageCandidate;

  final float[] messageCandidateBias;

  /** All gates i, f, g, o of the LSTM, from the read-out and the LSTM's own state together. */
  final float[] lstm;

  final float[] lstmBias;
  final float[] output;
  final float outputBias;

  /** An element of a matrix. */
  private interface Element {
    float at(int row, int column);
  }

  PackedWeights(SehWeights weights, SehConvention.Root rootConvention, int panelWidth) {
    this.panelWidth = panelWidth;
    features = transposed(weights.get(Tensor.LIN0_WEIGHT), HIDDEN, AtomFeatures.WIDTH);
    featureBias = weights.get(Tensor.LIN0_BIAS);
    root = packRoot(weights.get(Tensor.CONV_ROOT), rootConvention);
    messageBias = weights.get(Tensor.CONV_BIAS);
    edges = packEdges(weights);
    float[] ih = weights.get(Tensor.GRU_WEIGHT_IH);
    float[] hh = weights.get(Tensor.GRU_WEIGHT_HH);
    float[] biasIh = weights.get(Tensor.GRU_BIAS_IH);
    float[] biasHh = weights.get(Tensor.GRU_BIAS_HH);
    for (int gate = 0; gate < gates.length; gate++) {
      int first = gate * HIDDEN;
      gates[gate] =
          pack(
              2 * HIDDEN,
              HIDDEN,
              (k, j) -> 0.5f * (k < HIDDEN ? hh : ih)[(first + j) * HIDDEN + k % HIDDEN]);
      gateBiases[gate] = sum(biasIh, biasHh, first, HIDDEN, 0.5f);
    }
    int last = 2 * HIDDEN;
    hiddenCandidate = pack(HIDDEN, HIDDEN, (k, j) -> hh[(last + j) * HIDDEN + k]);
    messageCandidate = pack(HIDDEN, HIDDEN, (k, j) -> ih[(last + j) * HIDDEN + k]);
    hiddenCandidateBias = Arrays.copyOfRange(biasHh, last, last + HIDDEN);
    messageCandidateBias = Arrays.copyOfRange(biasIh, last, last + HIDDEN);
    lstm = packLstm(weights);
    lstmBias = lstmBias(weights);
    output = weights.get(Tensor.LIN3_WEIGHT);
    outputBias = weights.get(Tensor.LIN3_BIAS)[0];
  }

  private float[] packRoot(float[] root, SehConvention.Root convention) {
    return switch (convention) {
      case ORIG -> pack(HIDDEN, HIDDEN, (k, j) -> root[k * HIDDEN + j]);
      case LIN -> pack(HIDDEN, HIDDEN, (k, j) -> root[j * HIDDEN + k]);
    };
  }

  private float[][] packEdges(SehWeights weights) {
    float[][] packed = new float[AtomFeatures.NUM_KINDS][];
    for (int kind = 0; kind < packed.length; kind++) {
      float[] edge = edgeMatrix(weights, kind);
      packed[kind] = pack(HIDDEN, HIDDEN, (k, j) -> edge[k * HIDDEN + j]);
    }
    return packed;
  }

  private float[] packLstm(SehWeights weights) {
    float[] ih = weights.get(Tensor.LSTM_WEIGHT_IH);
    float[] hh = weights.get(Tensor.LSTM_WEIGHT_HH);
    return pack(
        READOUT + HIDDEN,
        4 * HIDDEN,
        (k, j) ->
            lstmScale(j) * (k < READOUT ? ih[j * READOUT + k] : hh[j * HIDDEN + k - READOUT]));
  }

  private static float[] lstmBias(SehWeights weights) {
    float[] ih = weights.get(Tensor.LSTM_BIAS_IH);
    float[] hh = weights.get(Tensor.LSTM_BIAS_HH);
    float[] bias = new float[ih.length];
    for (int j = 0; j < bias.length; j++) {
      bias[j] = lstmScale(j) * (ih[j] + hh[j]);
    }
    return bias;
  }

  /** The third gate is a tanh, the others are sigmoids. */
  private static float lstmScale(int column) {
    return column / HIDDEN == 2 ? 1f : 0.5f;
  }

  private static float[] sum(float[] some, float[] others, int from, int length, float scale) {
    float[] sum = new float[length];
    for (int j = 0; j < length; j++) {
      sum[j] = scale * (some[from + j] + others[from + j]);
    }
    return sum;
  }

  /** W_e of one kind of edge, in double precision until the last rounding. */
  private static float[] edgeMatrix(SehWeights weights, int kind) {
    float[] first = weights.get(Tensor.CONV_NN0_WEIGHT);
    float[] firstBias = weights.get(Tensor.CONV_NN0_BIAS);
    float[] second = weights.get(Tensor.CONV_NN2_WEIGHT);
    float[] secondBias = weights.get(Tensor.CONV_NN2_BIAS);
    double[] hidden = new double[EDGE_HIDDEN];
    int attributes = AtomFeatures.NUM_KINDS - 1;
    for (int i = 0; i < EDGE_HIDDEN; i++) {
      double z = firstBias[i];
      // The loop of a molecule without bonds has no attribute set.
      z += kind < attributes ? first[i * attributes + kind] : 0.0;
      hidden[i] = Math.max(z, LEAK * z);
    }
    float[] edge = new float[HIDDEN * HIDDEN];
    for (int e = 0; e < edge.length; e++) {
      double sum = secondBias[e];
      for (int i = 0; i < EDGE_HIDDEN; i++) {
        sum += second[e * EDGE_HIDDEN + i] * hidden[i];
      }
      edge[e] = (float) sum;
    }
    return edge;
  }

  private float[] pack(int rows, int columns, Element element) {
    float[] panels = new float[rows * columns];
    for (int j = 0; j < columns; j++) {
      int at = j / panelWidth * rows * panelWidth + j % panelWidth;
      for (int k = 0; k < rows; k++) {
        panels[at + k * panelWidth] = element.at(k, j);
      }
    }
    return panels;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        transposed[c * rows + r] = matrix[r * columns + c];
      }
    }
    return transposed;
  }
}
