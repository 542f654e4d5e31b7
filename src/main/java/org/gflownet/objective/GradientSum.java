package org.gflownet.objective;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.gflownet.math.FloatVectors;

/**
 * Sums of per-term gradients, losses and weights, so that any grouping of the same trajectories
 * over slices has the same mean up to rounding. An objective forms the mean once, after the merge:
 * never a mean of means.
 *
 * <p>Holds K partial sums, each a vector of length P with a weight and a loss. A sum with a pivot c
 * holds moments about it, so that a small spread of large values is not lost: part 0 is of (u -
 * c)^2, part 1 of u - c, and a merge moves one sum's pivot to the other's. Built on executors,
 * merged by {@link #merge} in one fixed binary tree over slice indices, so that the bits do not
 * depend on where the slices ran. Mutable; not thread-safe.
 */
public final class GradientSum implements Serializable {
  private static final long serialVersionUID = 1;

  private final float[][] vectors;
  private final double[] weights;
  private final double[] losses;
  private double pivot;

  /**
   * An empty sum.
   *
   * @param numParts number K of partial sums, the objective's
   * @param numParameters length P of the flat parameter vector
   */
  public GradientSum(int numParts, int numParameters) {
    this(new float[numParts][numParameters], new double[numParts], new double[numParts]);
  }

  /** A sum over given arrays, which are kept, without a pivot. */
  public GradientSum(float[][] vectors, double[] weights, double[] losses) {
    this(vectors, weights, losses, 0.0);
  }

  /**
   * A sum over given arrays, which are kept.
   *
   * @param vectors K arrays of length P
   * @param weights K weights
   * @param losses K sums of losses
   * @param pivot what the moments of parts 0 and 1 are about; 0 for sums that are no moments
   */
  public GradientSum(float[][] vectors, double[] weights, double[] losses, double pivot) {
    if (vectors.length != weights.length || vectors.length != losses.length) {
      throw new IllegalArgumentException("vectors, weights and losses must have one length");
    }
    this.vectors = vectors;
    this.weights = weights;
    this.losses = losses;
    this.pivot = pivot;
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

  /** What the moments of parts 0 and 1 are about; 0 for sums that are no moments. */
  public double pivot() {
    return pivot;
  }

  /**
   * Says what the moments are about.
   *
   * @throws IllegalStateException if there are some already
   */
  public void setPivot(double pivot) {
    if (weights[0] != 0.0 && pivot != this.pivot) {
      throw new IllegalStateException("the sum has moments about another pivot");
    }
    this.pivot = pivot;
  }

  /** Adds another sum of the same shape to this one, whose pivot stays. */
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
    if (pivot != other.pivot) {
      addMoved(other, other.pivot - pivot);
    }
    for (int k = 0; k < vectors.length; k++) {
      FloatVectors.addInPlace(vectors[k], other.vectors[k]);
      weights[k] += other.weights[k];
      losses[k] += other.losses[k];
    }
  }

  /** What the moments of another sum gain when they are taken about this pivot, d below. */
  private void addMoved(GradientSum other, double d) {
    FloatVectors.addScaledInPlace(vectors[0], (float) (2.0 * d), other.vectors[1]);
    losses[0] += 2.0 * d * other.losses[1] + d * d * other.weights[1];
    losses[1] += d * other.weights[1];
  }

  /**
   * A range of the vectors, copied, with all weights and losses. Merging the same piece of several
   * sums gives that piece of the merged sum, bit for bit.
   *
   * @param piece from 0
   * @param pieces how many there are, at least 1
   */
  public GradientSum piece(int piece, int pieces) {
    float[][] ranges = new float[vectors.length][];
    Arrays.setAll(ranges, k -> FloatVectors.piece(vectors[k], piece, pieces));
    return new GradientSum(ranges, weights.clone(), losses.clone(), pivot);
  }

  /**
   * The sum that was cut.
   *
   * @param later the pieces behind this first one, in their order
   */
  public GradientSum joinedWith(List<GradientSum> later) {
    float[][] whole = new float[vectors.length][];
    Arrays.setAll(
        whole,
        k -> {
          List<float[]> ranges = later.stream().map(sum -> sum.vectors[k]).toList();
          return FloatVectors.join(vectors[k], ranges);
        });
    return new GradientSum(whole, weights, losses, pivot);
  }

  /** Makes all sums 0 again and keeps the memory. */
  public void clear() {
    for (float[] vector : vectors) {
      Arrays.fill(vector, 0f);
    }
    Arrays.fill(weights, 0.0);
    Arrays.fill(losses, 0.0);
    pivot = 0.0;
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
