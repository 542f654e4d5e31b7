package org.gflownet.reward.chem.seh;

import java.util.List;

/**
 * The arrays that the network is made of: their names in {@code .npz} files, in the order of the
 * published pickle, and their shapes.
 */
enum Tensor {
  LIN0_WEIGHT("lin0.weight", 64, 71),
  LIN0_BIAS("lin0.bias", 64),
  CONV_ROOT("conv.root", 64, 64),
  CONV_BIAS("conv.bias", 64),
  CONV_NN0_WEIGHT("conv.nn.0.weight", 128, 4),
  CONV_NN0_BIAS("conv.nn.0.bias", 128),
  CONV_NN2_WEIGHT("conv.nn.2.weight", 4096, 128),
  CONV_NN2_BIAS("conv.nn.2.bias", 4096),
  GRU_WEIGHT_IH("gru.weight_ih_l0", 192, 64),
  GRU_WEIGHT_HH("gru.weight_hh_l0", 192, 64),
  GRU_BIAS_IH("gru.bias_ih_l0", 192),
  GRU_BIAS_HH("gru.bias_hh_l0", 192),
  /** The two layers of a head that the reward does not use; {@code .npz} files need not have it. */
  LIN1_WEIGHT("lin1.weight", 512, 64),
  LIN1_BIAS("lin1.bias", 512),
  LIN2_WEIGHT("lin2.weight", 105, 512),
  LIN2_BIAS("lin2.bias", 105),
  LSTM_WEIGHT_IH("set2set.lstm.weight_ih_l0", 256, 128),
  LSTM_WEIGHT_HH("set2set.lstm.weight_hh_l0", 256, 64),
  LSTM_BIAS_IH("set2set.lstm.bias_ih_l0", 256),
  LSTM_BIAS_HH("set2set.lstm.bias_hh_l0", 256),
  LIN3_WEIGHT("lin3.weight", 1, 128),
  LIN3_BIAS("lin3.bias", 1);

  private final String key;
  private final int rows;

  /** 0 for a vector. */
  private final int columns;

  Tensor(String key, int rows, int columns) {
    this.key = key;
    this.rows = rows;
    this.columns = columns;
  }

  Tensor(String key, int length) {
    this(key, length, 0);
  }

  String key() {
    return key;
  }

  List<Integer> shape() {
    return columns == 0 ? List.of(rows) : List.of(rows, columns);
  }

  /** Number of elements. */
  int size() {
    return rows * Math.max(columns, 1);
  }

  boolean isUsed() {
    return compareTo(LIN1_WEIGHT) < 0 || compareTo(LIN2_BIAS) > 0;
  }
}
