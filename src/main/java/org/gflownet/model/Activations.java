package org.gflownet.model;

/**
 * Activation functions and their derivatives in plain IEEE arithmetic, whose bits depend on the
 * argument alone; the constants are public for kernels that repeat the same operations lane by
 * lane.
 */
public final class Activations {
  /** Slope of the leaky ReLU below 0. */
  public static final float LEAK = 0.01f;

  /** Below this magnitude tanh is a polynomial. */
  public static final float TANH_SMALL = 0.55f;

  /** From this magnitude tanh is 1 in single precision. */
  public static final float TANH_LARGE = 9.1f;

  /** 2 / ln 2. */
  public static final float TWO_LOG2_E = 2.8853900817779268f;

  /** Adding 1.5 * 2^23 leaves the nearest integer in the low bits of a sum. */
  public static final float ROUND = 0x1.8p23f;

  /** Leading bits of ln 2 / 2. */
  public static final float HALF_LN2_HI = 0x1.62e4p-2f;

  /** The rest of ln 2 / 2. */
  public static final float HALF_LN2_LO = 0x1.7f7d1cp-21f;

  /** Bits of 1. */
  public static final int ONE_BITS = 0x3F800000;

  private static final int LEAK_FLIP = ONE_BITS ^ Float.floatToRawIntBits(LEAK);

  private static final float[] TANH = {
    -0.33333319425582886f,
    0.13332600891590118f,
    -0.05385373905301094f,
    0.021077226847410202f,
    -0.0062816692516207695f
  };
  private static final float[] EXP = {
    1f, 1f, 0.5f, 1f / 6f, 1f / 24f, 1f / 120f, 1f / 720f, 1f / 5040f
  };

  private Activations() {}

  /**
   * Coefficient of x^(2 index + 3) in tanh near 0, index 0 to 4; minimax below {@link #TANH_SMALL}.
   */
  public static float tanhCoefficient(int index) {
    return TANH[index];
  }

  /** Coefficient of x^index in e^x, index 0 to 7. */
  public static float expCoefficient(int index) {
    return EXP[index];
  }

  /** The function's value. */
  public static float apply(Activation activation, float x) {
    return switch (activation) {
      case LEAKY_RELU -> leakyRelu(x);
      case RELU -> relu(x);
      case TANH -> tanh(x);
    };
  }

  /** max(x, 0.01 x). */
  public static float leakyRelu(float x) {
    return Math.max(x, LEAK * x);
  }

  /** max(x, 0). */
  public static float relu(float x) {
    return Math.max(x, 0f);
  }

  /**
   * Hyperbolic tangent within 3 units in the last place.
   *
   * <p>Below .55 an odd polynomial; above, 1 - 2 / (e^2|x| + 1) with e^2|x| = 2^k e^r, where: k
   * nearest integer to 2|x| / ln 2, r remainder, |r| at most ln 2 / 2.
   */
  public static float tanh(float x) {
    float a = Math.abs(x);
    if (!(a >= TANH_SMALL)) {
      return tanhSmall(x);
    }
    float large = tanhLarge(Math.min(a, TANH_LARGE));
    return x < 0f ? -large : large;
  }

  private static float tanhSmall(float x) {
    float z = x * x;
    float p = TANH[4];
    for (int i = 3; i >= 0; i--) {
      p = Math.fma(p, z, TANH[i]);
    }
    return Math.fma(x * z, p, x);
  }

  private static float tanhLarge(float a) {
    float shifted = Math.fma(a, TWO_LOG2_E, ROUND);
    float minusK = -(shifted - ROUND);
    float half = Math.fma(minusK, HALF_LN2_LO, Math.fma(minusK, HALF_LN2_HI, a));
    float r = half + half;
    float p = EXP[7];
    for (int i = 6; i >= 0; i--) {
      p = Math.fma(p, r, EXP[i]);
    }
    float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + ONE_BITS);
    return 1f - 2f / Math.fma(p, scale, 1f);
  }

  /** LEAK below 0, else 1, without a branch: signs of activations cannot be predicted. */
  static float leakySlope(float value) {
    // Adding 0 turns -0 into 0.
    int negative = Float.floatToRawIntBits(value + 0f) >> 31;
    return Float.intBitsToFloat(ONE_BITS ^ (negative & LEAK_FLIP));
  }

  /**
   * The function's derivative, told by its value.
   *
   * @param value what {@link #apply} gave
   */
  public static float derivative(Activation activation, float value) {
    return switch (activation) {
      case LEAKY_RELU -> leakySlope(value);
      case RELU -> value > 0f ? 1f : 0f;
      case TANH -> Math.fma(-value, value, 1f);
    };
  }
}
