package org.gflownet.eval;

import org.gflownet.math.LogSpace;

/**
 * Distances between a sampler's distribution p and the target q = R/Z, in nats where they have a
 * unit.
 *
 * @param totalVariation 1/2 sum |p - q|, in [0, 1]
 * @param kl KL(p || q) = sum p log(p / q): from the model to the target, so a mode that the model
 *     misses costs little and mass where R = 0 makes it infinite
 * @param jensenShannon (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2, in [0, log 2]
 */
public record DistributionDistances(double totalVariation, double kl, double jensenShannon) {
  private static final double LOG_2 = 0.6931471805599453;

  /**
   * The distances.
   *
   * @param p probabilities of the model
   * @param q probabilities of the target, as long as p
   */
  public static DistributionDistances between(double[] p, double[] q) {
    if (p.length != q.length) {
      throw new IllegalArgumentException("lengths differ: " + p.length + " and " + q.length);
    }
    double absolute = 0;
    double kl = 0;
    double js = 0;
    for (int i = 0; i < p.length; i++) {
      absolute += Math.abs(p[i] - q[i]);
      kl += relativeEntropy(p[i], q[i]);
      js += 0.5 * (toMiddle(p[i], q[i]) + toMiddle(q[i], p[i]));
    }
    // Both are sums of terms of either sign: rounding may leave a zero just below zero.
    return new DistributionDistances(0.5 * absolute, Math.max(0.0, kl), Math.max(0.0, js));
  }

  /** |log Z of the model - log Z of the target|. */
  public static double logZError(double modelLogZ, double targetLogZ) {
    return Math.abs(modelLogZ - targetLogZ);
  }

  /** p log(p / m) with m = (p + q) / 2, which may itself be too small for a double. */
  private static double toMiddle(double p, double q) {
    return p == 0 || p == q ? 0 : p * (LogSpace.log(p) - LogSpace.log(p + q) + LOG_2);
  }

  private static double relativeEntropy(double p, double q) {
    if (p == 0) {
      return 0;
    }
    // Not log(p / q): the quotient of tiny numbers would overflow or lose its bits.
    return p == q ? 0 : p * (LogSpace.log(p) - LogSpace.log(q));
  }
}
