package org.gflownet.objective;

import java.util.Arrays;
import org.gflownet.math.FloatVectors;

/**
 * Sums of per-term gradients, losses and weights, so that any grouping of the same trajectories
 * over slices has the same mean up to rounding. An objective forms the mean once, after the merge:
 * never a mean of means.
 *
 * <p>Holds K partial sums, each a vector of length P with a weight and a loss. Built on executors,
 * merged by {@link #merge} in one fixed binary tree over slice indices, so that the bits do not
 * depend on where the slices ran. Mutable; not thread-safe.
 */
public final class GradientSum {
  private final float[][] vectors;
  private final double[] weights;
  private final double[] losses;

  /**
   * An empty sum.
   *
   * @param numParts number K of partial sums, the objective's
   * @param numParameters length P of the flat parameter vector
   */
  public GradientSum(int numParts, int numParameters) {
    this(new float[numParts][numParameters], new double[numParts], new double[numParts]);
  }

  /**
   * A sum over given arrays, which are kept.
   *
   * @param vectors K arrays of length P
   * @param weights K weights
   * @param losses K sums of losses
   */
  public GradientSum(float[][] vectors, double[] weights, double[] losses) {
    if (vectors.length != weights.length || vectors.length != losses.length) {
      throw new IllegalArgumentException("vectors, weights and losses must have one length");
    }
    this.vectors = vectors;
    this.weights = weights;
    this.losses = losses;
  }

  /** Number K of partial sums. */
  public int numParts() {
    return vectors.length;
  }

  /** Length P of each vector. */
  public int numParameters() {
    return vectors[0].length;
  }

  /** The vector of a part, to add to; not a copy. */
  public float[] vector(int part) {
    return vectors[part];
  }

  /** Sum of the weights (for a mean: number of terms) of a part. */
  public double weight(int part) {
    return weights[part];
  }

  /** Sum of the losses of a part. */
  public double loss(int part) {
    return losses[part];
  }

  /** Adds a weight and a loss to a part; its vector is added to through {@link #vector}. */
  public void add(int part, double weight, double loss) {
    weights[part] += weight;
    losses[part] += loss;
  }

  /** Adds another sum of the same shape to this one. */
  public void merge(GradientSum other) {
    if (other.numParts() != numParts() || other.numParameters() != numParameters()) {
      throw new IllegalArgumentException(
          "cannot merge "
              + other.numParts()
              + " x "
              + other.numParameters()
              + " into "
              + numParts()
              + " x "
              + numParameters());
    }
    for (int k = 0; k < vectors.length; k++) {
      FloatVectors.addInPlace(vectors[k], other.vectors[k]);
      weights[k] += other.weights[k];
      losses[k] += other.losses[k];
    }
  }

  /** Makes all sums 0 again and keeps the memory. */
  public void clear() {
    for (float[] vector : vectors) {
      Arrays.fill(vector, 0f);
    }
    Arrays.fill(weights, 0.0);
    Arrays.fill(losses, 0.0);
  }

  /** Whether all losses and vector elements are finite. */
  public boolean isFinite() {
    for (int k = 0; k < vectors.length; k++) {
      if (!Double.isFinite(losses[k]) || !FloatVectors.isFinite(vectors[k])) {
        return false;
      }
    }
    return true;
  }
}
