package org.gflownet.model;

/** A perceptron in double precision, written for clarity: what every engine is checked against. */
public final class ReferenceMlp {
  private final MlpSpec spec;
  private final double[] parameters;

  public ReferenceMlp(MlpSpec spec, double[] parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /** Wanted outputs of all rows in flat order. */
  public double[] outputs(StateBatch batch) {
    double[] outputs = new double[batch.numOutputs()];
    for (int r = 0; r < batch.numRows(); r++) {
      double[] last = activations(batch, r)[spec.numLayers()];
      for (int at = batch.outputOffset(r); at < batch.outputOffset(r + 1); at++) {
        outputs[at] = last[batch.outputs()[at]];
      }
    }
    return outputs;
  }

  /** Derivative by the parameters of the sum over outputs of weight * output. */
  public double[] gradient(StateBatch batch, double[] weights) {
    double[] gradient = new double[parameters.length];
    for (int r = 0; r < batch.numRows(); r++) {
      double[][] a = activations(batch, r);
      double[] delta = new double[spec.numOutputs()];
      for (int at = batch.outputOffset(r); at < batch.outputOffset(r + 1); at++) {
        delta[batch.outputs()[at]] = weights[at];
      }
      for (int l = spec.numLayers() - 1; l >= 0; l--) {
        delta = backward(l, a, delta, gradient);
      }
    }
    return gradient;
  }

  private double[] backward(int layer, double[][] a, double[] delta, double[] gradient) {
    int in = spec.width(layer);
    double[] previous = new double[in];
    for (int o = 0; o < delta.length; o++) {
      double d = delta[o] * (layer == spec.numLayers() - 1 ? 1.0 : slope(a[layer + 1][o]));
      gradient[spec.biasOffset(layer) + o] += d;
      for (int i = 0; i < in; i++) {
        int at = spec.weightOffset(layer) + o * in + i;
        gradient[at] += d * a[layer][i];
        previous[i] += d * parameters[at];
      }
    }
    return previous;
  }

  private double[][] activations(StateBatch batch, int row) {
    double[][] a = new double[spec.numLayers() + 1][];
    a[0] = new double[spec.numFeatures()];
    for (int t = batch.featureOffset(row); t < batch.featureOffset(row + 1); t++) {
      a[0][batch.features()[t]] = 1.0;
    }
    for (int l = 0; l < spec.numLayers(); l++) {
      a[l + 1] = new double[spec.width(l + 1)];
      for (int o = 0; o < a[l + 1].length; o++) {
        double z = parameters[spec.biasOffset(l) + o];
        for (int i = 0; i < a[l].length; i++) {
          z += a[l][i] * parameters[spec.weightOffset(l) + o * a[l].length + i];
        }
        a[l + 1][o] = l == spec.numLayers() - 1 ? z : value(z);
      }
    }
    return a;
  }

  private double value(double z) {
    return switch (spec.activation()) {
      case LEAKY_RELU -> z < 0.0 ? 0.01 * z : z;
      case RELU -> Math.max(z, 0.0);
      case TANH -> Math.tanh(z);
    };
  }

  private double slope(double value) {
    return switch (spec.activation()) {
      case LEAKY_RELU -> value < 0.0 ? 0.01 : 1.0;
      case RELU -> value > 0.0 ? 1.0 : 0.0;
      case TANH -> 1.0 - value * value;
    };
  }
}
