package org.gflownet.reward.chem.seh;

import org.gflownet.chem.AtomFeatures;

/** The network written down edge by edge in double precision: what the fast one must agree with. */
final class ReferenceSeh {
  private static final int H = 64;

  private final SehWeights weights;
  private final boolean plainRoot;
  private final double[][] matrices = new double[AtomFeatures.NUM_KINDS][];

  ReferenceSeh(SehWeights weights, SehConvention.Root root) {
    this.weights = weights;
    plainRoot = root == SehConvention.Root.ORIG;
    for (int kind = 0; kind < matrices.length; kind++) {
      double[] attribute = new double[4];
      if (kind < 4) {
        attribute[kind] = 1;
      }
      double[] hidden = leaky(linear(Tensor.CONV_NN0_WEIGHT, Tensor.CONV_NN0_BIAS, attribute));
      matrices[kind] = linear(Tensor.CONV_NN2_WEIGHT, Tensor.CONV_NN2_BIAS, hidden);
    }
  }

  double predict(AtomFeatures graph, int[] stems) {
    double[][] x = new double[graph.numAtoms()][AtomFeatures.WIDTH];
    for (int i = 0; i < x.length; i++) {
      for (int f = 0; f < AtomFeatures.WIDTH; f++) {
        x[i][f] = graph.x()[i * AtomFeatures.WIDTH + f];
      }
    }
    if (stems != null) {
      for (int stem : stems) {
        x[stem][AtomFeatures.STEM] = 1;
      }
    }
    double[][] h = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      h[i] = leaky(linear(Tensor.LIN0_WEIGHT, Tensor.LIN0_BIAS, x[i]));
    }
    for (int round = 0; round < 12; round++) {
      h = round(graph, h);
    }
    return readOut(h);
  }

  private double[][] round(AtomFeatures graph, double[][] h) {
    double[][] sums = new double[h.length][H];
    int[] degrees = new int[h.length];
    for (int e = 0; e < graph.kinds().length; e++) {
      double[] matrix = matrices[graph.kinds()[e]];
      double[] from = h[graph.sources()[e]];
      int target = graph.targets()[e];
      degrees[target]++;
      for (int j = 0; j < H; j++) {
        for (int k = 0; k < H; k++) {
          sums[target][j] += from[k] * matrix[k * H + j];
        }
      }
    }
    double[][] next = new double[h.length][];
    for (int i = 0; i < h.length; i++) {
      next[i] = gru(message(sums[i], Math.max(degrees[i], 1), h[i]), h[i]);
    }
    return next;
  }

  private double[] message(double[] sum, int degree, double[] h) {
    float[] root = weights.get(Tensor.CONV_ROOT);
    float[] bias = weights.get(Tensor.CONV_BIAS);
    double[] m = new double[H];
    for (int j = 0; j < H; j++) {
      m[j] = sum[j] / degree + bias[j];
      for (int k = 0; k < H; k++) {
        m[j] += h[k] * (plainRoot ? root[k * H + j] : root[j * H + k]);
      }
    }
    return leaky(m);
  }

  private double[] gru(double[] m, double[] h) {
    double[] in = linear(Tensor.GRU_WEIGHT_IH, Tensor.GRU_BIAS_IH, m);
    double[] own = linear(Tensor.GRU_WEIGHT_HH, Tensor.GRU_BIAS_HH, h);
    double[] next = new double[H];
    for (int j = 0; j < H; j++) {
      double r = sigmoid(in[j] + own[j]);
      double z = sigmoid(in[H + j] + own[H + j]);
      double n = Math.tanh(in[2 * H + j] + r * own[2 * H + j]);
      next[j] = (1 - z) * n + z * h[j];
    }
    return next;
  }

  private double readOut(double[][] h) {
    double[] read = new double[2 * H];
    double[] query = new double[H];
    double[] cell = new double[H];
    for (int step = 0; step < 3; step++) {
      double[] in = linear(Tensor.LSTM_WEIGHT_IH, Tensor.LSTM_BIAS_IH, read);
      double[] own = linear(Tensor.LSTM_WEIGHT_HH, Tensor.LSTM_BIAS_HH, query);
      for (int j = 0; j < H; j++) {
        double input = sigmoid(in[j] + own[j]);
        double forget = sigmoid(in[H + j] + own[H + j]);
        cell[j] = forget * cell[j] + input * Math.tanh(in[2 * H + j] + own[2 * H + j]);
        query[j] = sigmoid(in[3 * H + j] + own[3 * H + j]) * Math.tanh(cell[j]);
      }
      read = attend(h, query);
    }
    return linear(Tensor.LIN3_WEIGHT, Tensor.LIN3_BIAS, read)[0];
  }

  private static double[] attend(double[][] h, double[] query) {
    double[] weights = new double[h.length];
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      for (int j = 0; j < H; j++) {
        weights[i] += h[i][j] * query[j];
      }
    }
    for (int i = 0; i < h.length; i++) {
      weights[i] = Math.exp(weights[i]);
      sum += weights[i];
    }
    double[] read = new double[2 * H];
    System.arraycopy(query, 0, read, 0, H);
    for (int i = 0; i < h.length; i++) {
      for (int j = 0; j < H; j++) {
        read[H + j] += weights[i] / sum * h[i][j];
      }
    }
    return read;
  }

  private double[] linear(Tensor weight, Tensor bias, double[] x) {
    float[] w = weights.get(weight);
    float[] b = weights.get(bias);
    double[] y = new double[b.length];
    for (int j = 0; j < y.length; j++) {
      y[j] = b[j];
      for (int k = 0; k < x.length; k++) {
        y[j] += w[j * x.length + k] * x[k];
      }
    }
    return y;
  }

  private static double[] leaky(double[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = Math.max(x[j], 0.01 * x[j]);
    }
    return x;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
