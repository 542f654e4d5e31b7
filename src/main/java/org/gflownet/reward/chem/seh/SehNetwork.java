package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.model.Activations;
import org.gflownet.model.MatrixKernels;

/**
 * The weights packed for products. Pre-activations of sigmoids are halved: sigmoid(x) = (1 +
 * tanh(x/2)) / 2.
 */
final class SehNetwork {
  static final int WIDTH = 64;
  static final int NUM_TYPES = 5;
  static final int LSTM_WIDTH = 4 * WIDTH;
  private static final int NUM_FEATURES = 71;
  private static final int EDGE_HIDDEN = 128;

  final float[] features = new float[NUM_FEATURES * WIDTH];
  final float[] featureBias;
  final float[] rootBias;
  final PackedMatrix root;
  final PackedMatrix[] edges = new PackedMatrix[NUM_TYPES];
  final PackedMatrix gates;
  final PackedMatrix candidateInput;
  final PackedMatrix candidateHidden;
  final float[] gateBias = new float[2 * WIDTH];
  final float[] candidateInputBias;
  final float[] candidateHiddenBias;
  final PackedMatrix lstm;
  final PackedMatrix lstmHidden;
  final float[] lstmBias = new float[LSTM_WIDTH];
  final float[] output;
  final float outputBias;

  SehNetwork(SehWeights weights, SehProxy.Root convention, MatrixKernels kernels) {
    float[] lin0 = weights.tensor(SehTensor.LIN0_WEIGHT);
    for (int k = 0; k < lin0.length; k++) {
      features[k % NUM_FEATURES * WIDTH + k / NUM_FEATURES] = lin0[k];
    }
    featureBias = weights.tensor(SehTensor.LIN0_BIAS);
    rootBias = weights.tensor(SehTensor.CONV_BIAS);
    root = root(weights.tensor(SehTensor.ROOT), convention, kernels);
    for (int type = 0; type < NUM_TYPES; type++) {
      edges[type] = edge(weights, type, kernels);
    }
    float[] input = weights.tensor(SehTensor.GRU_INPUT);
    float[] hidden = weights.tensor(SehTensor.GRU_HIDDEN);
    gates = new PackedMatrix(kernels, 2 * WIDTH, 2 * WIDTH);
    put(gates, 0, input, WIDTH, 0, 2 * WIDTH, .5f);
    put(gates, WIDTH, hidden, WIDTH, 0, 2 * WIDTH, .5f);
    candidateInput = new PackedMatrix(kernels, WIDTH, WIDTH);
    put(candidateInput, 0, input, WIDTH, 2 * WIDTH, WIDTH, 1f);
    candidateHidden = new PackedMatrix(kernels, WIDTH, WIDTH);
    put(candidateHidden, 0, hidden, WIDTH, 2 * WIDTH, WIDTH, 1f);
    float[] inputBias = weights.tensor(SehTensor.GRU_INPUT_BIAS);
    float[] hiddenBias = weights.tensor(SehTensor.GRU_HIDDEN_BIAS);
    for (int o = 0; o < 2 * WIDTH; o++) {
      gateBias[o] = .5f * (inputBias[o] + hiddenBias[o]);
    }
    candidateInputBias = Arrays.copyOfRange(inputBias, 2 * WIDTH, 3 * WIDTH);
    candidateHiddenBias = Arrays.copyOfRange(hiddenBias, 2 * WIDTH, 3 * WIDTH);
    lstm = new PackedMatrix(kernels, 2 * WIDTH, LSTM_WIDTH);
    lstmHidden = new PackedMatrix(kernels, WIDTH, LSTM_WIDTH);
    packLstm(weights);
    output = weights.tensor(SehTensor.LIN3_WEIGHT);
    outputBias = weights.tensor(SehTensor.LIN3_BIAS)[0];
  }

  private void packLstm(SehWeights weights) {
    float[] inputBias = weights.tensor(SehTensor.LSTM_INPUT_BIAS);
    float[] hiddenBias = weights.tensor(SehTensor.LSTM_HIDDEN_BIAS);
    float[] input = weights.tensor(SehTensor.LSTM_INPUT);
    float[] hidden = weights.tensor(SehTensor.LSTM_HIDDEN);
    for (int o = 0; o < LSTM_WIDTH; o++) {
      float scale = o / WIDTH == 2 ? 1f : .5f;
      lstmBias[o] = scale * (inputBias[o] + hiddenBias[o]);
      for (int i = 0; i < 2 * WIDTH; i++) {
        lstm.set(i, o, scale * input[o * 2 * WIDTH + i]);
      }
      for (int i = 0; i < WIDTH; i++) {
        lstmHidden.set(i, o, scale * hidden[o * WIDTH + i]);
      }
    }
  }

  /** Puts units of a layer, input i of unit o at o * numInputs + i, below row {@code top}. */
  private static void put(
      PackedMatrix to, int top, float[] layer, int numInputs, int first, int count, float scale) {
    for (int o = 0; o < count; o++) {
      for (int i = 0; i < numInputs; i++) {
        to.set(top + i, o, scale * layer[(first + o) * numInputs + i]);
      }
    }
  }

  private static PackedMatrix root(
      float[] matrix, SehProxy.Root convention, MatrixKernels kernels) {
    PackedMatrix packed = new PackedMatrix(kernels, WIDTH, WIDTH);
    for (int i = 0; i < WIDTH; i++) {
      for (int o = 0; o < WIDTH; o++) {
        boolean isOriginal = convention == SehProxy.Root.ORIG;
        packed.set(i, o, matrix[isOriginal ? i * WIDTH + o : o * WIDTH + i]);
      }
    }
    return packed;
  }

  /** The edge network's matrix of a bond type; type 4 is the zero attribute. */
  private static PackedMatrix edge(SehWeights weights, int type, MatrixKernels kernels) {
    float[] first = weights.tensor(SehTensor.EDGE0_WEIGHT);
    float[] firstBias = weights.tensor(SehTensor.EDGE0_BIAS);
    float[] hidden = new float[EDGE_HIDDEN];
    for (int k = 0; k < EDGE_HIDDEN; k++) {
      float sum = firstBias[k] + (type < NUM_TYPES - 1 ? first[k * (NUM_TYPES - 1) + type] : 0f);
      hidden[k] = Activations.leakyRelu(sum);
    }
    float[] second = weights.tensor(SehTensor.EDGE2_WEIGHT);
    float[] bias = weights.tensor(SehTensor.EDGE2_BIAS);
    PackedMatrix packed = new PackedMatrix(kernels, WIDTH, WIDTH);
    for (int e = 0; e < WIDTH * WIDTH; e++) {
      double sum = bias[e];
      for (int k = 0; k < EDGE_HIDDEN; k++) {
        sum += (double) hidden[k] * second[e * EDGE_HIDDEN + k];
      }
      packed.set(e / WIDTH, e % WIDTH, (float) sum);
    }
    return packed;
  }
}
