package org.gflownet.model;

import java.io.Serializable;
import java.util.List;

/**
 * Shape of a multi-layer perceptron from binary features to output units, and the place of its
 * weights in the flat parameter vector.
 *
 * <p>Layer l maps widths {@code width(l)} to {@code width(l + 1)}. Its parameters lie one after the
 * other as DL4J keeps them: the weight matrix with element (input i, unit o) at o * width(l) + i,
 * then the bias. Behind the last layer come the scalars.
 *
 * @param numFeatures number of input features
 * @param hidden widths of the hidden layers, at least one
 * @param numOutputs number of output units, those of the heads included
 * @param activation of the hidden layers; the output layer is linear
 * @param heads output units beside those of the forward actions
 * @param numScalars number of parameters of the objective (log Z) at the end of the flat vector,
 *     which no output depends on
 */
public record MlpSpec(
    int numFeatures,
    List<Integer> hidden,
    int numOutputs,
    Activation activation,
    Heads heads,
    int numScalars)
    implements Serializable {

  /** Checks that all widths are positive and the parameters fit an array. */
  public MlpSpec {
    hidden = List.copyOf(hidden);
    if (numFeatures < 1 || numOutputs < 1 || hidden.isEmpty()) {
      throw new IllegalArgumentException("a network needs features, outputs and a hidden layer");
    }
    if (hidden.stream().anyMatch(w -> w < 1)) {
      throw new IllegalArgumentException("hidden widths must be positive: " + hidden);
    }
    long total = 0;
    int in = numFeatures;
    for (int i = 0; i <= hidden.size(); i++) {
      int out = i < hidden.size() ? hidden.get(i) : numOutputs;
      total += (in + 1L) * out;
      in = out;
    }
    total += numScalars;
    if (total > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "a network of " + total + " parameters does not fit one array of at most 2^31 - 17");
    }
    if (numScalars < 0 || Math.max(heads.backwardUnit(), heads.logFlowUnit()) >= numOutputs) {
      throw new IllegalArgumentException("heads and scalars do not fit " + numOutputs + " outputs");
    }
  }

  /** A network that gives logits of forward actions only. */
  public MlpSpec(int numFeatures, List<Integer> hidden, int numOutputs, Activation activation) {
    this(numFeatures, hidden, numOutputs, activation, Heads.NONE, 0);
  }

  /** The same network for so many features. */
  public MlpSpec withFeatures(int features) {
    return new MlpSpec(features, hidden, numOutputs, activation, heads, numScalars);
  }

  /** Number of weight layers. */
  public int numLayers() {
    return hidden.size() + 1;
  }

  /** Width before layer {@code index}; {@code width(numLayers())} is the number of output units. */
  public int width(int index) {
    if (index == 0) {
      return numFeatures;
    }
    return index == numLayers() ? numOutputs : hidden.get(index - 1);
  }

  /** Position of layer {@code layer}'s weights in the flat vector. */
  public int weightOffset(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) {
      offset += (width(l) + 1) * width(l + 1);
    }
    return offset;
  }

  /** Position of layer {@code layer}'s bias in the flat vector. */
  public int biasOffset(int layer) {
    return weightOffset(layer) + width(layer) * width(layer + 1);
  }

  /** Length P of the flat vector, scalars included. */
  public int numParameters() {
    return scalarOffset() + numScalars;
  }

  /** Position in the flat vector of the first scalar, which is P if there are none. */
  public int scalarOffset() {
    return weightOffset(numLayers());
  }
}
