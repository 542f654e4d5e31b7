package org.gflownet.math;

/** Arithmetic on whole float arrays, in index order. */
public final class FloatVectors {
  private FloatVectors() {}

  /** target += summand, element by element. */
  public static void addInPlace(float[] target, float[] summand) {
    for (int i = 0; i < target.length; i++) {
      target[i] += summand[i];
    }
  }

  /** The Euclidean norm; not finite if and only if an element is not, up to overflow of squares. */
  public static double norm(float[] vector) {
    double sum = 0.0;
    for (float x : vector) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }

  /** Whether all elements are finite. */
  public static boolean isFinite(float[] vector) {
    // x * 0 is 0 for finite x and NaN otherwise: one running sum instead of a branch per element.
    float poison = 0f;
    for (float x : vector) {
      poison += x * 0f;
    }
    return poison == 0f;
  }
}
