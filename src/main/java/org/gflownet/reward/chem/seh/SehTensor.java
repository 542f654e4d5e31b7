package org.gflownet.reward.chem.seh;

import java.util.List;

/** The tensors that the network uses, in the order of the published file, and their shapes. */
enum SehTensor {
  LIN0_WEIGHT("lin0.weight", 64, 71),
  LIN0_BIAS("lin0.bias", 64),
  ROOT("conv.root", 64, 64),
  CONV_BIAS("conv.bias", 64),
  EDGE0_WEIGHT("conv.nn.0.weight", 128, 4),
  EDGE0_BIAS("conv.nn.0.bias", 128),
  EDGE2_WEIGHT("conv.nn.2.weight", 4096, 128),
  EDGE2_BIAS("conv.nn.2.bias", 4096),
  GRU_INPUT("gru.weight_ih_l0", 192, 64),
  GRU_HIDDEN("gru.weight_hh_l0", 192, 64),
  GRU_INPUT_BIAS("gru.bias_ih_l0", 192),
  GRU_HIDDEN_BIAS("gru.bias_hh_l0", 192),
  LSTM_INPUT("set2set.lstm.weight_ih_l0", 256, 128),
  LSTM_HIDDEN("set2set.lstm.weight_hh_l0", 256, 64),
  LSTM_INPUT_BIAS("set2set.lstm.bias_ih_l0", 256),
  LSTM_HIDDEN_BIAS("set2set.lstm.bias_hh_l0", 256),
  LIN3_WEIGHT("lin3.weight", 1, 128),
  LIN3_BIAS("lin3.bias", 1);

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> shape;

  SehTensor(String key, Integer... shape) {
    this.key = key;
    this.shape = List.of(shape);
  }

  /** Name in files. */
  String key() {
    return key;
  }

  /** Lengths of the dimensions, row-major. */
  List<Integer> shape() {
    return shape;
  }

  int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
