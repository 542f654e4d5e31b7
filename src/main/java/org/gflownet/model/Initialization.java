package org.gflownet.model;

import org.gflownet.math.RandomStream;

/**
 * How the parameters of a network begin: uniform in (-a, a), drawn from the run's seed with the
 * same bits on every machine.
 */
public enum Initialization {
  /** a = 1/sqrt(fan-in) for weights and biases: the default of PyTorch's linear layers. */
  UNIFORM(1.0, 0.0),
  /** Glorot and Bengio 2010: a = sqrt(6 / (fan-in + fan-out)), biases 0. */
  XAVIER(6.0, 1.0),
  /** He et al. 2015: a = sqrt(6 / fan-in), biases 0. */
  HE(6.0, 0.0),
  /** LeCun et al. 1998: a = sqrt(3 / fan-in), biases 0. */
  LECUN(3.0, 0.0);

  private final double numerator;
  private final double outFactor;

  Initialization(double numerator, double outFactor) {
    this.numerator = numerator;
    this.outFactor = outFactor;
  }

  /**
   * Initial parameters in the flat order of {@link MlpSpec}.
   *
   * @param seed of the run
   */
  public float[] parameters(MlpSpec spec, long seed) {
    float[] parameters = new float[spec.numParameters()];
    long purpose = RandomStream.derive(seed, "parameters");
    for (int l = 0; l < spec.numLayers(); l++) {
      int in = spec.width(l);
      int out = spec.width(l + 1);
      double bound = bound(in, out);
      RandomStream random = new RandomStream(purpose, 0, l);
      int end = this == UNIFORM ? spec.biasOffset(l) + out : spec.biasOffset(l);
      fill(parameters, spec.weightOffset(l), end, bound, random);
    }
    return parameters;
  }

  /** The bound a of a layer's weights. */
  public double bound(int fanIn, int fanOut) {
    return Math.sqrt(numerator / (fanIn + outFactor * fanOut));
  }

  /** Draws {@code parameters[from..to)} uniformly from (-bound, bound). */
  public static void fill(float[] parameters, int from, int to, double bound, RandomStream random) {
    for (int i = from; i < to; i++) {
      parameters[i] = (float) (bound * (2.0 * random.nextDouble() - 1.0));
    }
  }
}
