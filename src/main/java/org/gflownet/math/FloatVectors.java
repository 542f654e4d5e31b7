package org.gflownet.math;

import java.util.Arrays;
import java.util.List;

/**
 * Arithmetic on whole float arrays, in an order that depends on their length alone.
 *
 * <p>Sums run in four interleaved chains: in one, each addition would wait for the one before.
 */
public final class FloatVectors {
  private FloatVectors() {}

  /** target += summand, element by element. */
  public static void addInPlace(float[] target, float[] summand) {
    for (int i = 0; i < target.length; i++) {
      target[i] += summand[i];
    }
  }

  /** target += factor summand, element by element, each product and sum rounded. */
  public static void addScaledInPlace(float[] target, float factor, float[] summand) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * summand[i];
    }
  }

  /**
   * A copy of one of several even ranges.
   *
   * @param piece from 0
   * @param pieces how many there are, at least 1; ranges may be empty
   */
  public static float[] piece(float[] vector, int piece, int pieces) {
    return Arrays.copyOfRange(
        vector,
        EvenShares.first(vector.length, pieces, piece),
        EvenShares.first(vector.length, pieces, piece + 1));
  }

  /** One array with all elements of several, the first one being itself where there is no other. */
  public static float[] join(float[] first, List<float[]> later) {
    if (later.isEmpty()) {
      return first;
    }
    int length = first.length + later.stream().mapToInt(range -> range.length).sum();
    float[] whole = Arrays.copyOf(first, length);
    int end = first.length;
    for (float[] range : later) {
      System.arraycopy(range, 0, whole, end, range.length);
      end += range.length;
    }
    return whole;
  }

  /** The Euclidean norm; not finite if and only if an element is not, up to overflow of squares. */
  public static double norm(float[] vector) {
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
    double d = 0.0;
    int whole = vector.length & -4;
    for (int i = 0; i < whole; i += 4) {
      a += (double) vector[i] * vector[i];
      b += (double) vector[i + 1] * vector[i + 1];
      c += (double) vector[i + 2] * vector[i + 2];
      d += (double) vector[i + 3] * vector[i + 3];
    }
    for (int i = whole; i < vector.length; i++) {
      a += (double) vector[i] * vector[i];
    }
    return Math.sqrt((a + b) + (c + d));
  }

  /** The largest absolute value; infinite or NaN if and only if an element is. */
  public static float largest(float[] vector) {
    // Without their signs, the bits of floats are in the order of their values, NaN last.
    int largest = 0;
    for (float element : vector) {
      largest = Math.max(largest, Float.floatToRawIntBits(element) & Integer.MAX_VALUE);
    }
    return Float.intBitsToFloat(largest);
  }

  /** Whether all elements are finite. */
  public static boolean isFinite(float[] vector) {
    // x * 0 is 0 for finite x and NaN otherwise: running sums instead of a branch per element.
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    int whole = vector.length & -4;
    for (int i = 0; i < whole; i += 4) {
      a += vector[i] * 0f;
      b += vector[i + 1] * 0f;
      c += vector[i + 2] * 0f;
      d += vector[i + 3] * 0f;
    }
    for (int i = whole; i < vector.length; i++) {
      a += vector[i] * 0f;
    }
    return (a + b) + (c + d) == 0f;
  }
}
