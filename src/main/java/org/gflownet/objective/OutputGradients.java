package org.gflownet.objective;

import java.util.Arrays;

/**
 * What an objective gives back for one slice: per partial sum the derivative of its loss with
 * respect to each model output, the sum of its losses and its weight. Reused from slice to slice.
 *
 * <p>Mutable; not thread-safe.
 */
public final class OutputGradients {
  private final double[][] gradients;
  private final double[][] scalarGradients;
  private final double[] losses;
  private final double[] weights;
  private double pivot;

  /**
   * Room for K partial sums.
   *
   * @param numParts K
   * @param numScalars number of the objective's own parameters
   */
  public OutputGradients(int numParts, int numScalars) {
    scalarGradients = new double[numParts][numScalars];
    gradients = new double[numParts][0];
    losses = new double[numParts];
    weights = new double[numParts];
  }

  /** Zeroes everything and makes room for {@code numOutputs} derivatives per part. */
  public void reset(int numOutputs) {
    for (int k = 0; k < gradients.length; k++) {
      if (gradients[k].length < numOutputs) {
        gradients[k] = new double[Math.max(numOutputs, gradients[k].length * 2)];
      } else {
        Arrays.fill(gradients[k], 0, numOutputs, 0.0);
      }
    }
    for (double[] scalarGradient : scalarGradients) {
      Arrays.fill(scalarGradient, 0.0);
    }
    Arrays.fill(losses, 0.0);
    Arrays.fill(weights, 0.0);
    pivot = 0.0;
  }

  /** Derivatives of a part by the objective's own parameters. */
  public double[] scalarGradient(int part) {
    return scalarGradients[part];
  }

  /** Derivatives of a part in the flat output order; at least as long as there are outputs. */
  public double[] gradient(int part) {
    return gradients[part];
  }

  /** Adds terms to the loss and weight of a part. */
  public void add(int part, double weight, double loss) {
    weights[part] += weight;
    losses[part] += loss;
  }

  /** What the moments are about that parts 0 and 1 are, see {@link GradientSum}. */
  void setPivot(double pivot) {
    this.pivot = pivot;
  }

  /** Adds losses and weights of all parts to an empty sum, whose vectors are added to elsewhere. */
  public void addTo(GradientSum sum) {
    sum.setPivot(pivot);
    for (int k = 0; k < losses.length; k++) {
      sum.add(k, weights[k], losses[k]);
    }
  }

  /** Sum of the losses of a part. */
  public double loss(int part) {
    return losses[part];
  }

  /** Sum of the weights of a part. */
  public double weight(int part) {
    return weights[part];
  }
}
