package org.gflownet.scaling;

import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/** Log-normal factors of mean 1. */
final class LogNormal {
  private LogNormal() {}

  /**
   * The next factor, {@code exp(sigma z - sigma^2 / 2)}; z is normal, by Box and Muller (1958).
   *
   * @param sigma standard deviation of the factor's logarithm; 0 gives 1
   */
  static double draw(RandomStream random, double sigma) {
    if (sigma == 0) {
      return 1;
    }
    double radius = Math.sqrt(-2 * LogSpace.log(1 - random.nextDouble()));
    double z = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    return LogSpace.exp(sigma * z - 0.5 * sigma * sigma);
  }
}
